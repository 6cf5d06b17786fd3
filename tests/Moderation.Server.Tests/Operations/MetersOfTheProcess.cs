namespace Moderation.Server.Tests.Operations;

/// <summary>
/// Tests that read meters run alone, after the others: hosts of one process share its instruments, so that a host that ends takes with it what another one counts.
/// A server has its process for itself.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MetersOfTheProcess
{
    public const string Name = "meters of the process";
}
