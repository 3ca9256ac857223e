using System.CommandLine;

namespace Anchorage.Commands;

/// <summary><c>anchorage completion</c>: a script that teaches a shell to complete anchorage's command lines, by asking anchorage.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash completion for anchorage. Put into ~/.bashrc:  source <(anchorage completion bash)
        _anchorage() {
            local current=${COMP_WORDS[COMP_CWORD]} line
            COMPREPLY=()
            while IFS= read -r line; do
                if [[ -n $line && $line == "$current"* ]]; then COMPREPLY+=("$line"); fi
            done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _anchorage anchorage
        """;

    private const string Zsh = """
        #compdef anchorage
        # zsh completion for anchorage. Put into ~/.zshrc, after compinit:  source <(anchorage completion zsh)
        _anchorage() {
            local -a answers
            answers=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            answers=(${answers:#})
            if (( ${#answers} )); then compadd -- $answers; else _files; fi
        }
        compdef _anchorage anchorage
        """;

    private const string Fish = """
        # fish completion for anchorage. Put into ~/.config/fish/config.fish:  anchorage completion fish | source
        complete -c anchorage -a '(set -l line (commandline -cp); anchorage "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    public static Command Command()
    {
        var verb = new Verb(
            "completion",
            "Print a script that completes anchorage's command lines in a shell.",
            "What it completes, anchorage itself tells: the script need not be made again after an update.",
            "source <(anchorage completion bash)",
            (ExitCode.Done, "printed"));
        var shell = new Argument<string>("SHELL") { HelpName = "bash|zsh|fish", Description = "The shell the script is for." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        verb.Arguments.Add(shell);
        verb.SetAction(parsed =>
        {
            Screen.Line(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Done;
        });
        return verb;
    }
}
