/** The word before a command line that asks for what could come next; the scripts use it. */
export const COMPLETE_WORD = '--get-completions';

/** Before the words of a shell that hands them over with their quotes, as they were typed. */
export const QUOTED_WORDS = '--quoted';

/** The last line of what could come next, where files or folders can. */
export const FILES_LINE = ':files';
export const FOLDERS_LINE = ':folders';

/**
 * What `e911 completion` prints. Each asks the program for the words that could come next, one a line, with a note after a tab;
 * files are found by the shell itself.
 */
export const COMPLETION_SCRIPTS = {
  bash: `# e911 completion for bash. Type: e911 completion bash >> ~/.bashrc
_e911_completions() {
  local word="\${COMP_WORDS[COMP_CWORD]}" line place="" IFS=$'\\n'
  [[ $word == "=" ]] && word=""
  COMPREPLY=()
  while read -r line; do
    case "$line" in
      ${FILES_LINE}|${FOLDERS_LINE}) place="$line" ;;
      *)
        line="\${line%%$'\\t'*}"
        # Inside quotes, bash inserts a word as it is.
        [[ $word == [\\"\\']* ]] || line="$(printf %q "$line")"
        COMPREPLY+=("$line") ;;
    esac
  done < <(e911 ${COMPLETE_WORD} ${QUOTED_WORDS} "\${COMP_WORDS[@]:0:COMP_CWORD}" "$word" 2>/dev/null)
  case "$place" in
    ${FILES_LINE})
      [[ \${#COMPREPLY[@]} -gt 0 ]] && COMPREPLY+=($(compgen -f -- "$word"))
      compopt -o filenames 2>/dev/null ;;
    ${FOLDERS_LINE}) compopt +o default +o bashdefault -o dirnames 2>/dev/null ;;
    *) compopt +o default +o bashdefault 2>/dev/null ;;
  esac
}
complete -o bashdefault -o default -F _e911_completions e911
`,
  zsh: `#compdef e911
# e911 completion for zsh. Type: e911 completion zsh >> ~/.zshrc
_e911_completions() {
  local line word note place=""
  local -a offered typed
  typed=("\${(@Q)words[1,CURRENT]}")
  while IFS= read -r line; do
    case "$line" in
      ${FILES_LINE}|${FOLDERS_LINE}) place="$line" ;;
      *)
        word="\${line%%$'\\t'*}" note="\${line#*$'\\t'}"
        offered+=("\${word//:/\\\\:}\${note:+:$note}") ;;
    esac
  done < <(e911 ${COMPLETE_WORD} "\${typed[@]}" 2>/dev/null)
  [[ "\${words[CURRENT]}" == --*=* ]] && compset -P '*='
  (( \${#offered} > 0 )) && _describe -V e911 offered
  case "$place" in
    ${FILES_LINE}) _files ;;
    ${FOLDERS_LINE}) _files -/ ;;
  esac
}
(( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
compdef _e911_completions e911
`,
  fish: `# e911 completion for fish. Type: e911 completion fish > ~/.config/fish/completions/e911.fish
function __e911_completions
  set -l typed (commandline -opc)
  set -l word (commandline -ct)
  set -l before (string match -r -- '^--[^=]+=' "$word")
  set -l value (string replace -- "$before" '' "$word")
  for line in (e911 ${COMPLETE_WORD} $typed "$word" 2>/dev/null)
    switch $line
      case '${FILES_LINE}'
        for path in (__fish_complete_path "$value")
          echo -- "$before$path"
        end
      case '${FOLDERS_LINE}'
        for path in (__fish_complete_directories "$value")
          echo -- "$before$path"
        end
      case '*'
        echo -- "$before$line"
    end
  end
end
complete -c e911 -f -k -a '(__e911_completions)'
`,
} as const;
