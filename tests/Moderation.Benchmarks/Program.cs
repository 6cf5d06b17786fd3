using BenchmarkDotNet.Running;
using Moderation.Benchmarks.Authors;
using Moderation.Benchmarks.Campaigns;
using Moderation.Benchmarks.Doors;
using Moderation.Benchmarks.Newsroom;
using Moderation.Benchmarks.Pipeline;
using Moderation.Benchmarks.Scoring;
using Moderation.Benchmarks.WordLists;

return args switch
{
    ["pipeline", .. string[] rest] => await PipelineBenchmark.RunAsync(PipelineOptions.Read(rest), CancellationToken.None),
    ["doors", .. string[] rest] => await DoorsBenchmark.RunAsync(rest, CancellationToken.None),
    ["doors-host"] => await DoorsHost.RunAsync(CancellationToken.None),
    ["scoring", .. string[] rest] => Run(typeof(ModelBenchmarks), rest),
    ["authors", .. string[] rest] => Run(typeof(SenderBenchmarks), rest),
    ["wordlists", .. string[] rest] => Run(typeof(WordListBenchmarks), rest),
    ["grouping", .. string[] rest] => Run(typeof(GroupingBenchmarks), rest),
    ["grouping-among-many", .. string[] rest] => await GroupingAmongMany.RunAsync(rest, CancellationToken.None),
    ["newsroom", .. string[] rest] => NewsroomExperiment.Run(rest),
    ["engines", string file] => EngineComparison.Run(file),
    ["reader-texts", .. string[] rest] => ReaderTexts.Write(rest),
    _ => Usage(),
};

static int Run(Type benchmarks, string[] rest)
{
    BenchmarkSwitcher.FromTypes([benchmarks]).Run(["--filter", "*", .. rest]);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/Moderation.Benchmarks -- pipeline [--messages 130000] [--warm 80000] [--rounds 3] [--variants abc] [--base-model words]
            the worker on RabbitMQ and PostgreSQL beside the raw floor; servers from MODERATION_TEST_RABBITMQ and MODERATION_TEST_POSTGRES
        dotnet run -c Release --project tests/Moderation.Benchmarks -- doors [--seconds 5] [--rounds 3]
            analyze and comment-check over 32 connections, beside bare endpoints of the same host that parse the same body
        dotnet run -c Release --project tests/Moderation.Benchmarks -- scoring [BenchmarkDotNet options]
            the base model on texts of different lengths and alphabets
        dotnet run -c Release --project tests/Moderation.Benchmarks -- authors [BenchmarkDotNet options]
            identity tokens and blocked networks
        dotnet run -c Release --project tests/Moderation.Benchmarks -- wordlists [BenchmarkDotNet options]
            looking for up to 50,000 entries of word lists in texts of different lengths
        dotnet run -c Release --project tests/Moderation.Benchmarks -- grouping [BenchmarkDotNet options]
            comparing a text with those that wait for others of their kind
        dotnet run -c Release --project tests/Moderation.Benchmarks -- grouping-among-many [--most 1000000]
            the same, and joining and making campaigns, beside 1,000 to 1,000,000 stored submissions: time and rows read, on SQLite and, where MODERATION_TEST_POSTGRES names a server, on PostgreSQL
        dotnet run -c Release --project tests/Moderation.Benchmarks -- newsroom [--draws 3] [--l2 N] [--kept N] [--plot FILE]
            how fast a site's model learns a house's own rules, and what it forgets; ends with 1 when an aim is missed
        dotnet run -c Release --project tests/Moderation.Benchmarks -- engines <labelled file>
            scoring of words alone beside fastText's command line and stock ML.NET engines trained on the same texts
        dotnet run -c Release --project tests/Moderation.Benchmarks -- reader-texts OUT.jsonl [labelled files]
            the texts that the sentence reader is taught on, as it will see them
        """);
    return 2;
}
