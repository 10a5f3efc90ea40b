namespace ProbeFleet.Cli.Inputs;

/// <summary>Options that belong together, of one command or several.</summary>
internal interface IOptionGroup
{
    /// <summary>The options, in the order in which a command has them.</summary>
    IEnumerable<Option> All { get; }
}

/// <summary>Puts a command together in one expression.</summary>
internal static class CommandParts
{
    /// <summary>Adds a group's options; a command's initializer may list the group like an option.</summary>
    public static void Add(this Command command, IOptionGroup options) => Array.ForEach([.. options.All], command.Add);

    /// <summary>Says what the command does; the action returns the exit code.</summary>
    public static Command Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction(action);
        return command;
    }
}
