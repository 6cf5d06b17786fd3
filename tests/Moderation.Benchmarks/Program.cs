using Moderation.Benchmarks.Pipeline;

return args switch
{
    ["pipeline", .. string[] rest] => await PipelineBenchmark.RunAsync(PipelineOptions.Read(rest), CancellationToken.None),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/Moderation.Benchmarks -- pipeline [--messages 130000] [--warm 80000] [--rounds 3]
            the worker on RabbitMQ and PostgreSQL beside the raw floor; servers from MODERATION_TEST_RABBITMQ and MODERATION_TEST_POSTGRES
        """);
    return 2;
}
