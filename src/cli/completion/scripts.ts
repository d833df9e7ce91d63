/**
 * What a shell runs for Tab. Each asks `tskafka __complete -- <words>`, whose lines are a candidate, a tab, what it is; the line
 * `:files` hands over to the shell's own completion of files.
 */
export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** @param scripts names of bin/ that are completed as their commands are */
export const scriptFor = (shell: Shell, scripts: readonly string[]): string => writers[shell](scripts)

const writers: Record<Shell, (scripts: readonly string[]) => string> = {
  // bash takes words apart at : and =, so they are read from the line itself; what it knows already is cut off again.
  bash: scripts => `# tskafka completion for bash. In ~/.bashrc: eval "$(tskafka completion bash)"
_tskafka() {
  local line=\${COMP_LINE:0:COMP_POINT} candidate known last
  local -a typed=()
  read -r -a typed <<< "$line"
  [[ $line == *[[:space:]] ]] && typed+=('')
  last=\${typed[\${#typed[@]}-1]}
  known=\${last%"\${COMP_WORDS[COMP_CWORD]}"}
  [[ $last == *[:=] ]] && known=$last
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    if [[ $candidate == ':files' ]]; then
      compopt -o default
      return
    fi
    [[ $candidate == "$last"* ]] && COMPREPLY+=("\${candidate#"$known"}")
  done < <(tskafka __complete -- "\${typed[@]}" 2>/dev/null)
}
complete -F _tskafka tskafka ${scripts.join(' ')}
`,
  zsh: scripts => `#compdef tskafka ${scripts.join(' ')}
# tskafka completion for zsh. In ~/.zshrc: eval "$(tskafka completion zsh)"
_tskafka() {
  local line
  local -a found
  for line in "\${(@f)$(tskafka __complete -- "\${(@)words[1,CURRENT]}" 2>/dev/null)}"; do
    [[ -z $line ]] && continue
    if [[ $line == ':files' ]]; then
      _files
      return
    fi
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe 'tskafka' found
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _tskafka tskafka ${scripts.join(' ')}
`,
  fish: scripts => `# tskafka completion for fish. In ~/.config/fish/config.fish: tskafka completion fish | source
function __tskafka_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found (tskafka __complete -- $words 2>/dev/null)
    if test "$found[1]" = ':files'
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $found
    end
end
${['tskafka', ...scripts].map(name => `complete -c ${name} -f -a '(__tskafka_complete)'`).join('\n')}
`,
}
