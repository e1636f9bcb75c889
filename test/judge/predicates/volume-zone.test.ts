import { expect, test } from "vitest";
import { volumePlaces, volumeZoneRefuses, volumeZoneRefusesAll } from "../../../src/judge/predicates/volume-zone.ts";
import { claimsOf } from "../../../src/judge/scheduling-claims.ts";
import { pod } from "../objects.ts";
import { claim, stored, unbound, use, volume } from "./volume-objects.ts";

type Texts = Readonly<Record<string, string>>;

const ZONE = "topology.kubernetes.io/zone";
const REGION = "topology.kubernetes.io/region";
const BETA_ZONE = "failure-domain.beta.kubernetes.io/zone";

const map = (texts: Texts): Map<string, string> => new Map(Object.entries(texts));

test.each<[string, Texts, Texts, boolean]>([
  ["without labels, the node in a zone", {}, { [ZONE]: "a" }, false],
  ["of the node's zone", { [ZONE]: "a" }, { [ZONE]: "a" }, false],
  ["of another zone", { [ZONE]: "b" }, { [ZONE]: "a" }, true],
  ["of another zone, the node without labels", { [ZONE]: "b" }, {}, false],
  ["of another zone, the node with a region only", { [ZONE]: "b" }, { [REGION]: "r" }, true],
  ["of two zones", { [ZONE]: "b__a" }, { [ZONE]: "a" }, false],
  ["of two zones, spaces between", { [ZONE]: "b __ a" }, { [ZONE]: "a" }, false],
  ["of an empty zone, which is no label", { [ZONE]: "b__" }, { [ZONE]: "a" }, false],
  ["of the zone by its old name", { [BETA_ZONE]: "a" }, { [ZONE]: "a" }, false],
  ["of another zone by its old name", { [BETA_ZONE]: "b" }, { [ZONE]: "a" }, true],
  ["of the zone by its old name, the node has both", { [BETA_ZONE]: "b" }, { [BETA_ZONE]: "b", [ZONE]: "a" }, false],
  ["of the zone, the node with the old name only", { [ZONE]: "a" }, { [BETA_ZONE]: "a" }, true],
  ["of the zone but another region", { [ZONE]: "a", [REGION]: "s" }, { [ZONE]: "a", [REGION]: "r" }, true],
])("a volume %s", (_, of, on, refuses) => {
  const storage = stored({ claims: [claim()], volumes: [volume({ labels: map(of) })] });
  const uses = claimsOf(pod({ spec: { volumes: [use("data")] } }), storage);
  expect(volumeZoneRefuses(volumePlaces(uses, storage), map(on))).toBe(refuses);
});

test("an ephemeral claim's volume is not looked at", () => {
  const storage = stored({ claims: [claim()], volumes: [volume({ labels: map({ [ZONE]: "b" }) })] });
  expect(volumePlaces(claimsOf(pod({ spec: { volumes: [use("data", true)] } }), storage), storage)).toEqual([]);
});

test.each([
  ["a volume that is there", claim(), false, false],
  ["a volume that is gone", claim({ volumeName: "gone" }), false, true],
  ["a volume that is gone, ephemeral", claim({ volumeName: "gone" }), true, false],
  ["nothing yet", unbound(), false, false],
])("a claim bound to %s", (_, bound, ephemeral, refuses) => {
  const storage = stored({ claims: [bound], volumes: [volume()] });
  const uses = claimsOf(pod({ spec: { volumes: [use("data", ephemeral)] } }), storage);
  expect(volumeZoneRefusesAll(uses, storage)).toBe(refuses);
});
