/** Headers that sign a request in. */
type Headers = Readonly<Record<string, string>>;

/**
 * Headers for one of Google's services, by application default credentials: Workload Identity in the cluster, else what
 * `gcloud auth application-default login` left. An endpoint that begins with `http:` is a test's or a private one: nothing is asked.
 *
 * @param failed makes the failure that is thrown, of what went wrong and what to do
 */
export async function googleHeaders(
  endpoint: string | null,
  scopes: readonly string[],
  failed: (why: string) => Error,
): Promise<Headers> {
  if (endpoint?.startsWith("http:") === true) return {};
  const { GoogleAuth } = await import("google-auth-library");
  try {
    const auth = new GoogleAuth({ scopes: [...scopes] });
    return Object.fromEntries((await auth.getRequestHeaders()).entries());
  } catch {
    // The library's messages are long, and may hold a path or an address of the credentials.
    throw failed(
      "was not asked, for there are no credentials; sign in with: gcloud auth application-default login (in the cluster: Workload Identity)",
    );
  }
}
