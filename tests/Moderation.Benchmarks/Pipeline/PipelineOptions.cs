using System.Globalization;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>What to measure, and where.</summary>
internal sealed record PipelineOptions
{
    /// <summary>Replies in a filled queue.</summary>
    public int Messages { get; init; } = 130_000;

    /// <summary>Of these, how many pass before the clock starts: the first tens of thousands pay for compiling.</summary>
    public int Warm { get; init; } = 80_000;

    /// <summary>Rounds; medians are printed.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Replies in one message of the third variant.</summary>
    public int Items { get; init; } = 20;

    public required Uri Broker { get; init; }

    /// <summary>A server on which databases may be made.</summary>
    public required string Postgres { get; init; }

    /// <summary>The built executable.</summary>
    public required string Worker { get; init; }

    public static PipelineOptions Read(string[] arguments)
    {
        PipelineOptions options = new()
        {
            Broker = new Uri(Given("MODERATION_TEST_RABBITMQ")),
            Postgres = Given("MODERATION_TEST_POSTGRES"),
            Worker = FindWorker(),
        };
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            int value = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
            options = arguments[i] switch
            {
                "--messages" => options with { Messages = value },
                "--warm" => options with { Warm = value },
                "--rounds" => options with { Rounds = value },
                _ => throw new ArgumentException($"There is no option {arguments[i]}."),
            };
        }

        return options;
    }

    private static string Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} names no server; the benchmark starts none.");

    private static string FindWorker()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Moderation.sln")))
            {
                return Path.Combine(directory.FullName, "src", "Moderation.Server", "bin", "Release", "net10.0", "moderation");
            }
        }

        throw new InvalidOperationException("The benchmark runs from within the repository.");
    }
}
