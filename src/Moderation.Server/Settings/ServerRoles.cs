namespace Moderation.Server.Settings;

/// <summary>What a process does. A role that is not chosen maps no route and consumes no queue.</summary>
[Flags]
internal enum ServerRoles
{
    None = 0,

    /// <summary>Doors, widget and demo.</summary>
    Api = 1,

    /// <summary>The moderators' and admins' console.</summary>
    Console = 2,

    /// <summary>Consumer, sweep, outbox and retention.</summary>
    Worker = 4,

    /// <summary>Trains models.</summary>
    Trainer = 8,

    /// <summary>The default: one process does it all.</summary>
    All = Api | Console | Worker | Trainer,
}
