using System.CommandLine;

namespace Moderation.Server.Commands;

/// <summary><c>moderation models …</c>: the registry.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "The models of the registry: which one decides where.")
    {
        ModelsListCommand.Create(),
        ModelsShowCommand.Create(),
        ModelsAddCommand.Create(),
        ModelsPromoteCommand.Create(),
        ModelsRollbackCommand.Create(),
        ModelsShadowCommand.Create(),
    };
}
