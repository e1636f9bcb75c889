import type { Fault } from "./cluster-fault.ts";
import type { Resource } from "./cluster-resources.ts";

/** Who was asked for what, for the sentence about what went wrong. */
export interface Asked {
  /** `context "prod"`, or "in-cluster" */
  readonly title: string;
  /** `https://10.0.0.1:443` */
  readonly server: string;
  /** Without the query: a continue token says nothing to people. */
  readonly path: string;
  readonly resource: Resource | null;
  readonly tries: number;
}

/** One sentence: which server, what it did, to which request, and what to do about it. */
export function sentence(fault: Fault, asked: Asked): string {
  const { what, cure } = words(fault, asked);
  const tries = asked.tries > 1 ? `, ${asked.tries} tries` : "";
  return `${asked.title}: the API server at ${asked.server} ${what} (GET ${asked.path}${tries}); ${cure}.`;
}

interface Words {
  /** Goes on after "the API server at …". */
  readonly what: string;
  readonly cure: string;
}

const NETWORK = "check the network, a VPN, and the cluster's authorized networks";
const IN_BETWEEN = "check that the kubeconfig's server is the API server itself and not a proxy or a login page";

function words(fault: Fault, asked: Asked): Words {
  switch (fault.kind) {
    case "sign-in":
      return {
        what: `was not asked, for there are no credentials for it: ${fault.why}`,
        cure: "sign in again (GKE: install gke-gcloud-auth-plugin, then gcloud auth login) or mend the kubeconfig's user",
      };
    case "connection-refused":
      return {
        what: "refused the connection",
        cure: "check that the server's address is right and that the cluster runs",
      };
    case "unknown-host":
      return {
        what: "was not found: its host name does not resolve",
        cure: "check the server's name in the kubeconfig, DNS, or a VPN",
      };
    case "unreachable":
      return { what: `cannot be reached: ${fault.why}`, cure: NETWORK };
    case "tls":
      return {
        what: `could not be trusted: ${fault.why}`,
        cure: "check the kubeconfig's certificate-authority-data and server (gcloud container clusters get-credentials rewrites them)",
      };
    case "silent":
      return { what: `gave no complete answer within ${fault.seconds} s`, cure: NETWORK };
    case "overdue":
      return {
        what: `did not give all lists within ${fault.seconds} s`,
        cure: "run again when the control plane is less busy, or from nearer to it",
      };
    case "cut":
      return {
        what: `broke off its answer: ${fault.why}`,
        cure: "run again; if it stays so, check what lies between here and it",
      };
    case "status":
      return statusWords(fault.status, fault.text, asked);
    case "html":
      return { what: "answered with an HTML page instead of JSON", cure: IN_BETWEEN };
    case "not-json":
      return { what: `answered with something that is not JSON: ${fault.why}`, cure: IN_BETWEEN };
    case "not-protobuf":
      return { what: `answered with protobuf that cannot be read: ${fault.why}`, cure: IN_BETWEEN };
    case "unexpected":
      return { what: `answered with ${fault.why}`, cure: IN_BETWEEN };
  }
}

function statusWords(status: number, text: string, asked: Asked): Words {
  const said = text === "" ? "" : `: ${text}`;
  switch (status) {
    case 401:
      return {
        what: `does not accept the credentials (401 Unauthorized)${said}`,
        cure: "sign in again (GKE: gcloud auth login, then gcloud container clusters get-credentials), or check the pod's service account",
      };
    case 403:
      return { what: `forbids it (403 Forbidden)${said}`, cure: `grant ${right(asked.resource)}` };
    case 404:
      return {
        what: `does not know this path (404 Not Found)${said}`,
        cure: "check that the server is a Kubernetes API server, 1.21 or later",
      };
    case 410:
      return {
        what: `let the list expire twice (410 Gone)${said}`,
        cure: "run again when the control plane is less busy",
      };
    case 429:
      return { what: `is too busy (429 Too Many Requests)${said}`, cure: "run again later" };
    default:
      if (status >= 500)
        return {
          what: `failed (${status})${said}`,
          cure: "run again later; if it stays so, look at the control plane's logs",
        };
      return { what: `answered with status ${status}${said}`, cure: IN_BETWEEN };
  }
}

function right(resource: Resource | null): string {
  if (resource === null) return "this identity the role system:public-info-viewer";
  const name = resource.name === null ? "" : `, resourceNames [${resource.name}]`;
  const verb = resource.name === null ? "list" : "get";
  return `it by a ClusterRole with verbs [${verb}], apiGroups ["${resource.group}"], resources [${resource.plural}]${name}`;
}
