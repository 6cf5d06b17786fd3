using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>
/// A real WordPress with its Akismet plugin, from the distribution's packages: files of its own, a MariaDB of its own on a socket, PHP's own web server, and the must-use
/// plugin that this project ships. Gone at the end.
/// </summary>
internal sealed partial class WordPressSite : IAsyncDisposable
{
    private const string Packaged = "/usr/share/wordpress";

    private const string Password = "a password of the tests";

    private readonly string directory = Directory.CreateTempSubdirectory("modwp").FullName;

    private readonly List<Process> processes = [];

    private readonly HttpClient client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });

    private Dictionary<string, string> environment = [];

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    [GeneratedRegex("name=\"_wpnonce\"[^>]*value=\"([0-9a-f]+)\"|value=\"([0-9a-f]+)\"[^>]*name=\"_wpnonce\"")]
    private static partial Regex Nonce();

    /// <summary>Installs and starts it. Skips the test where a package is missing, but on CI that is a failure.</summary>
    /// <param name="service">The address of the service, as an operator writes it into wp-config.php.</param>
    public static async Task<WordPressSite> StartAsync(Uri service)
    {
        string[] missing = [.. new[] { "mariadbd", "mariadb-install-db", "php" }.Where(program => Find(program) is null), .. Directory.Exists($"{Packaged}/wp-content/plugins/akismet") ? Array.Empty<string>() : ["wordpress"]];
        if (missing.Length > 0)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"Not installed: {string.Join(", ", missing)}.");
            Assert.Skip($"Not installed: {string.Join(", ", missing)}.");
        }

        WordPressSite site = new();
        try
        {
            await site.StartDatabaseAsync();
            await site.StartWebAsync(service);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs the admin in.</summary>
    public async Task SignInAsync()
    {
        await GetAsync("wp-login.php");
        using HttpResponseMessage answer = await PostAsync("wp-login.php", ("log", "admin"), ("pwd", Password), ("testcookie", "1"), ("wp-submit", "Log In"));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    /// <summary>Saves the key on the plugin's own settings page; gives back the page that is shown then.</summary>
    public async Task<string> SaveKeyAsync(string key)
    {
        string page = await GetAsync("wp-admin/options-general.php?page=akismet-key-config&view=start");
        using HttpResponseMessage saved = await PostAsync("wp-admin/options-general.php?page=akismet-key-config", ("action", "enter-key"), ("key", key), ("_wpnonce", NonceOf(page, "key")));
        return await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Leaves a comment on the first article as a reader does.</summary>
    public async Task CommentAsync(string author, string text)
    {
        using HttpClient reader = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["author"] = author,
            ["email"] = "reader@nest.example",
            ["url"] = "",
            ["comment"] = text,
            ["comment_post_ID"] = "1",
            ["comment_parent"] = "0",
        });
        using HttpResponseMessage answer = await reader.PostAsync(new Uri(Address, "wp-comments-post.php"), form, TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, $"WordPress refused a comment: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>Clicks "Not Spam" or "Spam" below a comment in the admin's list.</summary>
    /// <param name="id">The comment.</param>
    /// <param name="action"><c>unspamcomment</c> or <c>spamcomment</c>.</param>
    public async Task MarkAsync(int id, string action)
    {
        string page = WebUtility.HtmlDecode(await GetAsync($"wp-admin/edit-comments.php?comment_status={(action == "unspamcomment" ? "spam" : "all")}"));
        Match link = Regex.Match(page, $@"comment\.php\?(?=[^""']*\bc={id}\b)(?=[^""']*\baction={action}\b)[^""']*");
        Assert.True(link.Success, $"The list of comments has no link {action} for {id}.");
        using HttpResponseMessage done = await client.GetAsync(new Uri(Address, $"wp-admin/{link.Value}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
    }

    /// <summary>What WordPress made of its comments.</summary>
    public async Task<IReadOnlyList<JsonElement>> CommentsAsync() =>
        [.. (await PhpAsync("comments.php")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        foreach (Process process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        Directory.Delete(directory, recursive: true);
    }

    private async Task StartDatabaseAsync()
    {
        string secret = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        string socket = Path.Combine(directory, "db", "socket");
        string first = Path.Combine(directory, "db", "first.sql");
        Directory.CreateDirectory(Path.Combine(directory, "db"));
        await File.WriteAllTextAsync(first, $"create database wordpress;\ncreate user 'wordpress'@'localhost' identified by '{secret}';\ngrant all on wordpress.* to 'wordpress'@'localhost';\n");
        string[] account = Environment.UserName == "root" ? ["--user=mysql"] : [];
        if (account.Length > 0 && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
            (await RunAsync("chown", ["-R", "mysql", Path.Combine(directory, "db")])).With(0);
        }

        string data = Path.Combine(directory, "db", "data");
        (await RunAsync("mariadb-install-db", ["--no-defaults", $"--datadir={data}", "--skip-test-db", "--auth-root-authentication-method=normal", .. account])).With(0);
        Start("mariadbd", ["--no-defaults", $"--datadir={data}", $"--socket={socket}", "--skip-networking", $"--init-file={first}", $"--pid-file={socket}.pid", $"--log-error={socket}.log", .. account]);
        environment = new Dictionary<string, string> { ["WORDPRESS_DB_PASSWORD"] = secret, ["WORDPRESS_DB_SOCKET"] = socket, ["WORDPRESS_PASSWORD"] = Password };
        await Eventually.TrueAsync("MariaDB has made the database", () => Task.FromResult(File.Exists(socket) && File.Exists($"{socket}.log") && File.ReadAllText($"{socket}.log").Contains("ready for connections", StringComparison.Ordinal)));
    }

    private async Task StartWebAsync(Uri service)
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Address = new Uri($"http://127.0.0.1:{port}/");
        environment["WORDPRESS_HOME"] = Address.AbsoluteUri.TrimEnd('/');
        environment["MODERATION_BASE"] = service.AbsoluteUri.TrimEnd('/');
        environment["PHP_CLI_SERVER_WORKERS"] = "3";
        (await RunAsync("cp", ["-rL", Packaged, Www])).With(0);
        Directory.CreateDirectory(Path.Combine(Www, "wp-content", "mu-plugins"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "wordpress")))
        {
            string name = Path.GetFileName(file);
            File.Copy(file, name is "akismet-redirect.php" or "tests-only.php" ? Path.Combine(Www, "wp-content", "mu-plugins", name) : Path.Combine(Www, name), overwrite: true);
        }

        await PhpAsync("install.php");
        Start("php", ["-q", "-S", $"127.0.0.1:{port}", "-t", Www]);
        await Eventually.TrueAsync("WordPress answers", async () =>
        {
            try
            {
                using TcpClient probe = new();
                await probe.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    private string Www => Path.Combine(directory, "www");

    private async Task<string> PhpAsync(string script) => (await RunAsync("php", ["-d", "display_errors=stderr", Path.Combine(Www, script)])).With(0).Out;

    private async Task<string> GetAsync(string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(new Uri(Address, path), TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)answer.StatusCode} to {answer.Headers.Location}");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using FormUrlEncodedContent form = new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync(new Uri(Address, path), form, TestContext.Current.CancellationToken);
    }

    /// <summary>The token of the form that has a field of this name.</summary>
    private static string NonceOf(string page, string field)
    {
        string form = Regex.Matches(page, "<form.*?</form>", RegexOptions.Singleline).Select(found => found.Value).First(found => found.Contains($"name=\"{field}\"", StringComparison.Ordinal));
        Match nonce = Nonce().Match(form);
        return nonce.Groups[1].Length > 0 ? nonce.Groups[1].Value : nonce.Groups[2].Value;
    }

    private Task<CommandRun> RunAsync(string program, string[] arguments) => CommandRun.OfAsync(Find(program)!, directory, arguments, [], environment);

    private void Start(string program, string[] arguments)
    {
        ProcessStartInfo start = CommandRun.Start(Find(program)!, directory, arguments, environment);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes.Add(process);
    }

    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
