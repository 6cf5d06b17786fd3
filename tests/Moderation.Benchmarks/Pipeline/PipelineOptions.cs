using System.Globalization;
using Npgsql;

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

    /// <summary>Which of the three to measure, by letter. Ratios need (a).</summary>
    public string Variants { get; init; } = "abc";

    /// <summary>The shipped model that the worker scores with: <c>words</c>, so that the pipeline is measured and not the reading of sentences, or <c>sentences</c>.</summary>
    public string BaseModel { get; init; } = "words";

    public required Uri Broker { get; init; }

    /// <summary>A server on which databases may be made.</summary>
    public required string Postgres { get; init; }

    /// <summary>The built executable.</summary>
    public required string Worker { get; init; }

    /// <summary>The process of the broker; null when it runs elsewhere.</summary>
    public int? BrokerProcess { get; init; }

    /// <summary>The process of the database server; null when it runs elsewhere or has no port.</summary>
    public int? StoreProcess { get; init; }

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
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--messages" => options with { Messages = Number(value) },
                "--warm" => options with { Warm = Number(value) },
                "--rounds" => options with { Rounds = Number(value) },
                "--base-model" => options with { BaseModel = value },
                "--variants" => options with { Variants = value },
                _ => throw new ArgumentException($"There is no option {arguments[i]}."),
            };
        }

        return options with
        {
            BrokerProcess = ServerProcess.ListeningOn(options.Broker.IsDefaultPort ? 5672 : options.Broker.Port),
            StoreProcess = ServerProcess.ListeningOn(new NpgsqlConnectionStringBuilder(options.Postgres).Port),
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

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
