using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moderation.Server.Tests.Fixtures;
using YamlDotNet.RepresentationModel;

namespace Moderation.Server.Tests.Deployment;

/// <summary><c>docker-compose.yml</c> and what it stands on: no service with more rights than it needs, and no name that leads nowhere.</summary>
public sealed partial class RunningWithCompose : IDisposable
{
    private static readonly YamlMappingNode Compose = DeployFiles.Yaml("docker-compose.yml")[0];

    private readonly TempFolder folder = new();

    public static TheoryData<string> Services => [.. Compose.Map("services").Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_pinned_and_has_no_more_rights_than_it_needs(string name)
    {
        YamlNode service = Compose.At("services", name);
        Assert.Matches(PinnedImage(), service.Scalar("image"));
        Assert.Matches(UnprivilegedUser(), service.Scalar("user"));
        Assert.Equal("true", service.Scalar("read_only"));
        Assert.Equal(["ALL"], service.Words("cap_drop"));
        Assert.Equal(["no-new-privileges:true"], service.Words("security_opt"));
        Assert.NotEmpty(service.Scalar("deploy", "resources", "limits", "memory"));
        Assert.NotEmpty(service.Scalar("deploy", "resources", "limits", "cpus"));
        Assert.DoesNotContain("privileged", service.Map().Keys);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_says_when_it_is_well_unless_it_ends_by_itself(string name)
    {
        YamlNode service = Compose.At("services", name);
        bool endsByItself = service.Scalar("restart") == "no";
        Assert.Equal(endsByItself, service.Find("healthcheck", "disable") is not null);
        if (!endsByItself)
        {
            Assert.NotEmpty(service.Words("healthcheck", "test"));
        }

        // Who waits for somebody waits for the end of what ends, and for the health of what runs.
        foreach ((string other, YamlNode wait) in service.Map("depends_on"))
        {
            bool otherEnds = Compose.Scalar("services", other, "restart") == "no";
            Assert.Equal(otherEnds ? "service_completed_successfully" : "service_healthy", wait.Scalar("condition"));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_name_leads_somewhere(string name)
    {
        YamlNode service = Compose.At("services", name);
        Assert.All(service.Map("environment").Keys, variable => DeployFiles.AssertKnown(variable, name));
        Assert.Subset(Compose.Map("secrets").Keys.ToHashSet(), service.Words("secrets").ToHashSet());
        Assert.Subset(Compose.Map("networks").Keys.ToHashSet(), service.Words("networks").ToHashSet());
        foreach ((_, YamlNode value) in service.Map("environment").Where(variable => variable.Key.EndsWith("_FILE", StringComparison.Ordinal)))
        {
            string path = ((YamlScalarNode)value).Value!;
            Assert.StartsWith("/run/secrets/", path, StringComparison.Ordinal);
            Assert.Contains(path["/run/secrets/".Length..], service.Words("secrets"));
        }

        foreach (string source in service.Words("volumes").Select(volume => volume.Split(':')[0]))
        {
            Assert.True(source.StartsWith("./", StringComparison.Ordinal) ? Path.Exists(Path.Combine(DeployFiles.Root, source)) : Compose.Map("volumes").ContainsKey(source), $"{name} mounts {source}, which is not there.");
        }
    }

    [Fact]
    public void Nothing_is_reached_from_outside_this_machine_unless_somebody_says_so() => Assert.All(
        Compose.Map("services").Values.SelectMany(service => service.Words("ports")), port => Assert.Matches(@"^\$\{MODERATION_([A-Z]+_)*LISTEN:-127\.0\.0\.1:\d+\}:\d+$", port));

    [Fact]
    public void Every_role_runs_with_its_own_user_of_the_database()
    {
        string grants = DeployFiles.Text("deploy/postgres/grant.sh");
        string rights = DeployFiles.Text("deploy/postgres/roles.sql");
        List<string> roles = [];
        foreach ((string name, YamlNode service) in Compose.Map("services").Where(entry => entry.Value.Find("environment", "Moderation__Roles") is not null))
        {
            string[] own = service.Scalar("environment", "Moderation__Roles").Split(',');
            roles.AddRange(own);
            Assert.Equal($"/run/secrets/postgres-{name}", service.Scalar("environment", "ConnectionStrings__Postgres_FILE"));
            Match user = Regex.Match(grants, $@"^user (\w+) postgres-{name}-password (?:'([^']*)'|(\w+))$", RegexOptions.Multiline);
            Assert.True(user.Success, $"grant.sh makes no user for {name}.");
            Assert.Equal(own.Select(role => $"moderation_{role}"), (user.Groups[2].Value + user.Groups[3].Value).Split(", "));
        }

        Assert.Equal(["api", "console", "trainer", "worker"], roles.Order());
        Assert.All(roles, role => Assert.Contains($"'moderation_{role}'", rights, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_are_made_once_and_are_those_that_are_asked_for()
    {
        (await SecretsAsync()).With(0);
        Assert.All(Compose.Map("secrets").Values, secret => Assert.True(Path.Exists(Path.Combine(folder.Path, Path.GetFileName(secret.Scalar("file")))), $"Nobody makes {secret.Scalar("file")}."));
        string before = await Secret("postgres-worker");
        (await SecretsAsync("broker-user", "gazette")).With(0);
        Assert.Equal(before, await Secret("postgres-worker"));
        Assert.Equal($"Host=postgres;Database=moderation;Username=moderation_worker_1;Password={await Secret("postgres-worker-password")}", before);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        }

        (await SecretsAsync("broker-user", "No Site")).With(2);
    }

    [Fact]
    public async Task The_brokers_users_have_their_passwords_and_a_site_reaches_nothing_of_ours_but_the_two_exchanges()
    {
        (await SecretsAsync("broker-user", "gazette")).With(0);
        using JsonDocument definitions = JsonDocument.Parse(await Secret("broker-definitions.json"));
        foreach ((string user, string file) in new[] { ("moderation-web", "rabbitmq-web-password"), ("moderation-worker", "rabbitmq-worker-password"), ("site-gazette", "site-gazette-password") })
        {
            byte[] stored = definitions.RootElement.GetProperty("users").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == user).GetProperty("password_hash").GetBytesFromBase64();
            Assert.Equal(SHA256.HashData([.. stored[..4], .. Encoding.UTF8.GetBytes(await Secret(file))]), stored[4..]);
        }

        JsonElement site = definitions.RootElement.GetProperty("permissions").EnumerateArray().Single(entry => entry.GetProperty("user").GetString() == "site-gazette");
        string[] names = ["moderation.submit-reply", "moderation.decide", "moderation.submit-reply_error", "moderation.decide_error", "moderation.reply-decided", "moderation.judge-received", "moderation.submissions-received", "amq.default", "site-gazettes.q", "site-gazette.events"];
        Assert.Equal(["site-gazette.events"], Allowed("configure"));
        Assert.Equal(["moderation.submit-reply", "moderation.decide", "site-gazette.events"], Allowed("write"));
        Assert.Equal(["moderation.reply-decided", "site-gazette.events"], Allowed("read"));
        JsonElement topic = Assert.Single(definitions.RootElement.GetProperty("topic_permissions").EnumerateArray());
        Assert.Equal("^gazette\\.", topic.GetProperty("read").GetString());
        Assert.Equal("^$", topic.GetProperty("write").GetString());

        string[] Allowed(string what) => [.. names.Where(name => Regex.IsMatch(name, site.GetProperty(what).GetString()!))];
    }

    private async Task<string> Secret(string name) => (await File.ReadAllTextAsync(Path.Combine(folder.Path, name), TestContext.Current.CancellationToken)).TrimEnd('\n');

    private Task<CommandRun> SecretsAsync(params string[] arguments) =>
        CommandRun.OfAsync("/bin/bash", DeployFiles.Root, ["deploy/secrets.sh", .. arguments], [], new Dictionary<string, string> { ["MODERATION_SECRETS"] = folder.Path });

    [GeneratedRegex(@"^[a-z][a-z/.-]*:\d+\.\d+\.\d+(-[a-z]+)?$|^[a-z]+:\d+\.\d+-[a-z]+$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"^[1-9]\d*:[1-9]\d*$")]
    private static partial Regex UnprivilegedUser();
}
