/** The file from which a command reads a patch or a manifest, as `patchFile` names it; `null`: it reads none. */
export function fileOfCommand(command: string | null): string | null {
  const [, file] = /(?:--patch-file|apply -f) ([\w.-]+)$/u.exec(command ?? "") ?? [];
  return file ?? null;
}
