using System.Diagnostics;

namespace Moderation.Browser.Tests;

/// <summary>An organisation's own sign-in: a certified OpenID Connect provider from npm, as a process of its own.</summary>
public sealed class OrganisationProvider : IAsyncDisposable
{
    public const string ClientId = "moderation";

    public const string ClientSecret = "a secret of the tests, long enough for a provider";

    private static readonly string[] Files = ["package.json", "package-lock.json", "provider.mjs"];

    private readonly string folder = Directory.CreateTempSubdirectory("moderation-organisation-").FullName;
    private Process? process;

    /// <summary>Its issuer.</summary>
    public Uri Issuer { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Installs and starts it.</summary>
    public async Task StartAsync()
    {
        foreach (string file in Files)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Organisation", file), Path.Combine(folder, file));
        }

        using (Process install = Run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"))
        {
            string said = await install.StandardOutput.ReadToEndAsync();
            await install.WaitForExitAsync();
            Assert.True(install.ExitCode == 0, $"npm ci ended with {install.ExitCode}: {said}");
        }

        process = Run("node", "provider.mjs");
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The provider ended before it was ready.");
        Issuer = new Uri(line);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private Process Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process begun = Process.Start(start)!;
        begun.ErrorDataReceived += (_, _) => { };
        begun.BeginErrorReadLine();
        return begun;
    }
}
