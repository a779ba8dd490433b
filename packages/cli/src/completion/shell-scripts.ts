export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** Also in main.ts; repeated there because every call loads main.ts. */
const completeWord = '__complete'

/**
 * The completion scripts. Each line of the answer is a value, a tab and a description; the last line is `:open` if no
 * space must follow. They call the command as it was typed, so `./rde` completes as well.
 */
export const shellScripts: Readonly<Record<Shell, string>> = {
  bash: `# bash completion for rde: eval "$(rde autocomplete bash)"
_rde_complete() {
  local program=$1 line answer=() IFS=$'\\n'
  [[ $program == '~/'* ]] && program=$HOME/\${program:2}
  COMPREPLY=()
  while IFS= read -r line; do answer+=("$line"); done < <("$program" ${completeWord} bash "$COMP_POINT" "$COMP_WORDBREAKS" "$COMP_LINE" 2>/dev/null)
  [[ \${#answer[@]} -eq 0 ]] && return
  [[ \${answer[\${#answer[@]}-1]} == :open ]] && compopt -o nospace
  for line in "\${answer[@]}"; do
    [[ $line == :* ]] || COMPREPLY+=("\${line%%$'\\t'*}")
  done
}
complete -o nosort -F _rde_complete rde 2>/dev/null || complete -F _rde_complete rde
`,
  zsh: `#compdef rde
# zsh completion for rde: eval "$(rde autocomplete zsh)"
_rde() {
  local -a answer values descriptions space
  local line program=\${(Q)words[1]}
  [[ $program == '~/'* ]] && program=$HOME/\${program#'~/'}
  answer=("\${(@f)$("$program" ${completeWord} zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  for line in "\${answer[@]}"; do
    case $line in
      '') ;;
      :open) space=(-S '') ;;
      :*) ;;
      *) values+=("\${line%%$'\\t'*}")
        if [[ $line == *$'\\t'* ]]; then descriptions+=("\${line%%$'\\t'*}  -- \${line#*$'\\t'}"); else descriptions+=("$line"); fi ;;
    esac
  done
  (( \${#values} )) && compadd "\${space[@]}" -l -d descriptions -a values
}
(( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit -i }
compdef _rde rde
`,
  fish: `# fish completion for rde: rde autocomplete fish | source
function __rde_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l current (commandline -ct | string unescape 2>/dev/null; or commandline -ct)
    $program ${completeWord} fish -- $words[2..-1] "$current" 2>/dev/null | string match -v -r '^:'
end
complete -c rde -f -a '(__rde_complete)'
`,
}
