import { expect, test } from "vitest";
import { namedNodes, nodeAffinityRefuses } from "../../../src/judge/predicates/node-affinity.ts";
import type { NodeRequirement, NodeSelectorTerm } from "../../../src/model/pod.ts";
import { node, spec } from "../objects.ts";

const on = node("n1", { labels: { zone: "a", cores: "64", odd: "x y", signed: "+7", big: "9223372036854775808" } });

const where = (key: string, operator: string, ...values: string[]): NodeRequirement => ({ key, operator, values });
const labels = (...expressions: NodeRequirement[]): NodeSelectorTerm => ({ expressions, fields: [] });
const fields = (...requirements: NodeRequirement[]): NodeSelectorTerm => ({ expressions: [], fields: requirements });

test.each<[string, readonly NodeSelectorTerm[] | null, boolean]>([
  ["no affinity", null, true],
  ["no term", [], false],
  ["an empty term", [labels()], false],
  ["an empty term and one that matches", [labels(), labels(where("zone", "Exists"))], true],
  ["In", [labels(where("zone", "In", "b", "a"))], true],
  ["In another", [labels(where("zone", "In", "b"))], false],
  ["In nothing", [labels(where("zone", "In"))], false],
  ["In the empty value, which is one", [labels(where("zone", "In", "", "a"))], true],
  ["In, the key missing", [labels(where("rack", "In", "a"))], false],
  ["NotIn", [labels(where("zone", "NotIn", "b"))], true],
  ["NotIn its own", [labels(where("zone", "NotIn", "a", "b"))], false],
  ["NotIn, the key missing", [labels(where("rack", "NotIn", "a"))], true],
  ["NotIn nothing", [labels(where("rack", "NotIn"))], false],
  ["NotIn what is no label value", [labels(where("zone", "NotIn", "a b"))], false],
  ["In a value of 63 characters", [labels(where("zone", "In", "a", "b".repeat(63)))], true],
  ["In a value of 64 characters", [labels(where("zone", "In", "a", "b".repeat(64)))], false],
  ["Exists", [labels(where("zone", "Exists"))], true],
  ["Exists with a value", [labels(where("zone", "Exists", "a"))], false],
  ["Exists, the key missing", [labels(where("rack", "Exists"))], false],
  ["DoesNotExist", [labels(where("rack", "DoesNotExist"))], true],
  ["DoesNotExist, the key there", [labels(where("zone", "DoesNotExist"))], false],
  ["DoesNotExist of what is no key", [labels(where("a/b/c", "DoesNotExist"))], false],
  ["DoesNotExist of a key with an empty prefix", [labels(where("/rack", "DoesNotExist"))], false],
  ["DoesNotExist of a key with a bad prefix", [labels(where("-x.com/rack", "DoesNotExist"))], false],
  ["DoesNotExist of a key with a prefix", [labels(where("example.com/rack", "DoesNotExist"))], true],
  ["Gt less", [labels(where("cores", "Gt", "63"))], true],
  ["Gt the same", [labels(where("cores", "Gt", "64"))], false],
  ["Lt more", [labels(where("cores", "Lt", "65"))], true],
  ["Lt the same", [labels(where("cores", "Lt", "64"))], false],
  ["Gt, zeros ahead", [labels(where("cores", "Gt", "0063"))], true],
  ["Gt a negative number, which is no label value", [labels(where("cores", "Gt", "-1"))], false],
  ["Gt a word", [labels(where("cores", "Gt", "many"))], false],
  ["Gt two numbers", [labels(where("cores", "Gt", "1", "2"))], false],
  ["Gt a number too large", [labels(where("cores", "Gt", "9223372036854775808"))], false],
  ["Lt on a label that is no number", [labels(where("zone", "Lt", "1"))], false],
  ["Gt on a label with a sign", [labels(where("signed", "Gt", "6"))], true],
  ["Gt on a label too large", [labels(where("big", "Gt", "1"))], false],
  ["Gt, the key missing", [labels(where("rack", "Gt", "1"))], false],
  ["an unknown operator", [labels(where("zone", "Equals", "a"))], false],
  ["all of a term", [labels(where("zone", "In", "a"), where("cores", "Lt", "9"))], false],
  ["one of two terms", [labels(where("zone", "In", "b")), labels(where("cores", "Gt", "9"))], true],
  ["its name", [fields(where("metadata.name", "In", "n1"))], true],
  ["another name", [fields(where("metadata.name", "In", "n2"))], false],
  ["not another name", [fields(where("metadata.name", "NotIn", "n2"))], true],
  ["not its name", [fields(where("metadata.name", "NotIn", "n1"))], false],
  ["two names in one field", [fields(where("metadata.name", "In", "n1", "n2"))], false],
  ["a name that Exists", [fields(where("metadata.name", "Exists"))], false],
  ["another field", [fields(where("metadata.uid", "In", "n1"))], false],
  ["another field, empty", [fields(where("metadata.uid", "In", ""))], true],
  ["another field, not", [fields(where("metadata.uid", "NotIn", "n1"))], true],
  [
    "name and labels",
    [{ ...fields(where("metadata.name", "In", "n1")), expressions: [where("zone", "In", "b")] }],
    false,
  ],
])("node affinity to %s", (_, nodeAffinity, fits) => {
  expect(nodeAffinityRefuses(spec({ nodeAffinity }), on)).toBe(!fits);
});

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ["nothing", {}, true],
  ["a label", { zone: "a" }, true],
  ["a label with a value that no label has", { odd: "x y" }, true],
  ["two labels", { zone: "a", cores: "32" }, false],
  ["a missing label, empty", { rack: "" }, false],
])("a node selector of %s", (_, selector, fits) => {
  expect(nodeAffinityRefuses(spec({ nodeSelector: new Map(Object.entries(selector)) }), on)).toBe(!fits);
});

test("node selector and affinity must both hold", () => {
  const nodeSelector = new Map([["zone", "a"]]);
  expect(nodeAffinityRefuses(spec({ nodeSelector, nodeAffinity: [labels(where("cores", "Lt", "9"))] }), on)).toBe(true);
  expect(nodeAffinityRefuses(spec({ nodeSelector, nodeAffinity: [labels(where("cores", "Gt", "9"))] }), on)).toBe(
    false,
  );
});

test.each<[string, readonly NodeSelectorTerm[] | null, readonly string[] | null]>([
  ["no affinity", null, null],
  ["no term", [], null],
  ["a name", [fields(where("metadata.name", "In", "n1"))], ["n1"]],
  [
    "names in two terms",
    [fields(where("metadata.name", "In", "n1")), fields(where("metadata.name", "In", "n2"))],
    ["n1", "n2"],
  ],
  ["a name, and a term without", [fields(where("metadata.name", "In", "n1")), labels(where("zone", "In", "a"))], null],
  ["names excluded", [fields(where("metadata.name", "NotIn", "n1"))], null],
  ["another field", [fields(where("metadata.uid", "In", "n1"))], null],
  ["two names at once", [fields(where("metadata.name", "In", "n1"), where("metadata.name", "In", "n2"))], []],
  [
    "lists that overlap",
    [fields(where("metadata.name", "In", "a", "b"), where("metadata.name", "In", "b", "c"))],
    ["b"],
  ],
])("the nodes named by %s", (_, terms, names) => {
  const named = namedNodes(terms);
  expect(named === null ? null : [...named]).toEqual(names);
});
