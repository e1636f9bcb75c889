/** The shells that there is a script for. */
export const SHELL_NAMES = ["bash", "zsh", "fish"] as const;
export type ShellName = (typeof SHELL_NAMES)[number];

/*
 * Each script asks `barnacle __complete WORD…` and reads its lines: a value, a tab, a description; at last `:` and a sum of 2 (no space)
 * and 4 (no files).
 */

const BASH = `# bash completion for barnacle
_barnacle() {
  local line directive=0 cur=\${COMP_WORDS[COMP_CWORD]} word joined=0
  local -a words=()
  # bash takes --option=value and duckdb:PATH for several words: put them together again.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ \${#words[@]} -gt 0 && ( $word == [=:]* || $joined == 1 ) ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == *[=:] ]] && joined=1 || joined=0
  done
  local whole=\${words[\${#words[@]}-1]}
  [[ $cur == [=:] ]] && cur=
  local before=\${whole%"$cur"}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) line=\${line%%$'\\t'*}; COMPREPLY+=("\${line#"$before"}") ;;
    esac
  done < <(barnacle __complete "\${words[@]}" 2>/dev/null)
  (( directive & 2 )) && compopt -o nospace
  (( directive & 4 )) || { [[ \${#COMPREPLY[@]} -eq 0 ]] && compopt -o default; }
  return 0
}
complete -F _barnacle barnacle
`;

const ZSH = `#compdef barnacle
# zsh completion for barnacle
_barnacle() {
  local line value text
  local -i directive=0
  local -a values
  while IFS= read -r line; do
    if [[ $line == :* ]]; then
      directive=\${line#:}
    else
      value=\${line%%$'\\t'*}
      text=
      [[ $line == *$'\\t'* ]] && text=\${line#*$'\\t'}
      # _describe takes what stands before the first bare colon for the value.
      values+=("\${value//:/\\\\:}\${text:+:$text}")
    fi
  done < <(barnacle __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#values} )); then
    if (( directive & 2 )); then _describe -t values barnacle values -S ''; else _describe -t values barnacle values; fi
  elif (( ! (directive & 4) )); then
    _files
  fi
}
if [ "$funcstack[1]" = "_barnacle" ]; then _barnacle "$@"; else compdef _barnacle barnacle; fi
`;

const FISH = `# fish completion for barnacle
function __barnacle_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines (barnacle __complete $words[2..-1] 2>/dev/null)
    set -l directive (string replace ':' '' -- $lines[-1])
    if test (count $lines) -gt 1
        printf '%s\\n' $lines[1..-2]
    else if test (math "floor($directive / 4) % 2") -eq 0
        __fish_complete_path (commandline -ct)
    end
end
complete -c barnacle -f -a '(__barnacle_complete)'
`;

/** What `barnacle completion SHELL` prints. */
export const COMPLETION_SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const satisfies Record<ShellName, string>;
