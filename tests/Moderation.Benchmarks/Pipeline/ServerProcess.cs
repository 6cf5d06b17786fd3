using System.Globalization;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>Finds the process behind a port of this machine, so that only the servers under test are measured, not others of the same name.</summary>
internal static class ServerProcess
{
    private const string Listening = "0A";

    /// <summary>The id of the process that listens on the port; null when it runs elsewhere or may not be looked at.</summary>
    public static int? ListeningOn(int port)
    {
        HashSet<string> sockets = [.. File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith($":{port.ToString("X4", CultureInfo.InvariantCulture)}", StringComparison.Ordinal))
            .Select(fields => $"socket:[{fields[9]}]")];
        return Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 0 && Holds(id, sockets)).Select(id => (int?)id).FirstOrDefault();
    }

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name is { } name && sockets.Contains(name));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
