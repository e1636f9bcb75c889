import { checkPages } from "./fixture-checks.ts";
import { SITUATIONS } from "./pages.ts";

checkPages(SITUATIONS, []);
