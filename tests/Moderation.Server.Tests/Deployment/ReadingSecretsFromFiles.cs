using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Moderation.Server.Settings;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Deployment;

public sealed class ReadingSecretsFromFiles : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_setting_may_be_in_a_file_and_its_last_end_of_line_is_not_part_of_it()
    {
        ServerSettings settings = Read(("ConnectionStrings:Postgres_FILE", Write("postgres", "Host=db;Password=a b \r\n")), ("ConnectionStrings:RabbitMq_FILE", Write("rabbit", "amqp://u:p@broker/\n")),
            ("Moderation:KeyRingPath", "keys"), ("Moderation:Bootstrap:ApiKey_FILE", Write("key", "a-long-enough-key")));

        Assert.Equal("Host=db;Password=a b", settings.PostgresConnectionString);
        Assert.Equal("broker", settings.RabbitMq!.Host);
        Assert.Equal("a-long-enough-key", settings.BootstrapApiKey);
    }

    [Fact]
    public void Both_ways_at_once_are_refused_because_one_of_them_would_be_old() => Assert.Equal(
        ["ConnectionStrings__RabbitMq and ConnectionStrings__RabbitMq_FILE are both set; one of them must go."],
        Problems(("ConnectionStrings:RabbitMq", "amqp://a/"), ("ConnectionStrings:RabbitMq_FILE", Write("rabbit", "amqp://b/"))));

    [Fact]
    public void A_file_that_is_missing_empty_or_far_too_large_stops_the_start_by_its_name()
    {
        string missing = Path.Combine(folder.Path, "missing");
        string empty = Write("empty", "\n");
        string large = Write("large", new string('x', 100_000));

        Assert.Equal([$"Moderation__Bootstrap__ApiKey_FILE: {missing} does not exist."], Problems(("Moderation:Bootstrap:ApiKey_FILE", missing)));
        Assert.Equal([$"Moderation__Bootstrap__ApiKey_FILE: {empty} is empty."], Problems(("Moderation:Bootstrap:ApiKey_FILE", empty)));
        Assert.Equal([$"Moderation__Bootstrap__ApiKey_FILE: {large} is too large for a setting."], Problems(("Moderation:Bootstrap:ApiKey_FILE", large)));
        Assert.Equal([$"Moderation__Bootstrap__ApiKey_FILE: {folder.Path} cannot be read by this process."], Problems(("Moderation:Bootstrap:ApiKey_FILE", folder.Path)));
    }

    [Fact]
    public void What_a_file_says_is_checked_like_any_value_and_not_repeated()
    {
        string problem = Assert.Single(Problems(("Moderation:Bootstrap:ApiKey_FILE", Write("key", "s3cret"))));

        Assert.Equal("Moderation__Bootstrap__ApiKey must have 8 to 256 characters.", problem);
    }

    [Fact]
    public async Task Commands_read_them_as_well()
    {
        CommandRun run = await CommandRun.OfAsync(folder.Path, ["sites", "list"], null, new Dictionary<string, string> { ["ConnectionStrings__Postgres_FILE"] = "/nowhere" });

        Assert.Contains("ConnectionStrings__Postgres_FILE: /nowhere does not exist.", run.With(1).Error, StringComparison.Ordinal);
    }

    private static ServerSettings Read(params (string Key, string Value)[] given) =>
        ServerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(given.ToDictionary(entry => entry.Key, entry => (string?)entry.Value)).Build());

    private static IEnumerable<string> Problems(params (string Key, string Value)[] given) => Assert.Throws<OptionsValidationException>(() => Read(given)).Failures;

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
