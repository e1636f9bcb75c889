import { checkPages } from "./fixture-checks.ts";
import { INPUTS } from "./pages.ts";

checkPages(INPUTS, [
  "broken.json.gz",
  "cut.json",
  "cut.json.gz",
  "empty.json",
  "not-json.json",
  "not-utf8.json",
  "wrong-list.json",
]);
