import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { COMPLETE_WORD } from '../complete.ts';
import type { CommandContext, LoadedCommand } from '../session/session.ts';

/** Without a match the shells complete file names, which is what most positionals are. */
const SCRIPTS = {
  bash: `# e911 completion for bash. Type: e911 completion bash >> ~/.bashrc
_e911_completions() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  local names
  names="$(e911 ${COMPLETE_WORD} "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)"
  COMPREPLY=($(compgen -W "$names" -- "$word"))
}
complete -o bashdefault -o default -F _e911_completions e911
`,
  zsh: `#compdef e911
# e911 completion for zsh. Type: e911 completion zsh >> ~/.zshrc
_e911_completions() {
  local -a names
  names=("\${(@f)$(e911 ${COMPLETE_WORD} "\${words[@]:0:$CURRENT}" 2>/dev/null)}")
  if [[ -n "\${names[1]}" ]]; then compadd -- "\${names[@]}"; else _files; fi
}
compdef _e911_completions e911
`,
  fish: `# e911 completion for fish. Type: e911 completion fish > ~/.config/fish/completions/e911.fish
complete -c e911 -a '(e911 ${COMPLETE_WORD} (commandline -opc) (commandline -ct) 2>/dev/null)'
`,
} as const;

/** `e911 completion <shell>` */
export function completionCommand(context: CommandContext): LoadedCommand {
  return {
    builder: (command) =>
      command
        .positional('shell', { type: 'string', choices: Object.keys(SCRIPTS), describe: 'which shell' })
        .example('$0 completion bash >> ~/.bashrc', 'then open a new terminal'),
    handler: (args) =>
      context.run(args, async ({ terminal, args: typed }) => {
        const script = Object.entries(SCRIPTS).find(([shell]) => shell === typed.text('shell'))?.[1] ?? '';
        terminal.verbatim(script);
        return EXIT_CODES.done.code;
      }),
  };
}
