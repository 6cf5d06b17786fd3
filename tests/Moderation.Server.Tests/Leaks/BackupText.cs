using System.Text;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Leaks;

/// <summary>Everything in a file of a backup as text; what is compressed is unpacked first.</summary>
internal static class BackupText
{
    public static async Task<string> ReadAsync(string folder, string file)
    {
        if (!file.EndsWith(".dump", StringComparison.Ordinal))
        {
            return Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }

        string tool = Directory.Exists("/usr/lib/postgresql") ? Directory.GetFiles("/usr/lib/postgresql", "pg_restore", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last() : "pg_restore";
        string text = (await CommandRun.OfAsync(tool, folder, ["--file=-", file], [], null)).With(0).Out;
        Assert.Contains("COPY public.submission", text, StringComparison.Ordinal);
        return text;
    }
}
