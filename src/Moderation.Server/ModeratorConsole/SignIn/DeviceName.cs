namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Browser and system in words, so that people recognise their own sessions. The header itself is not kept.</summary>
internal static class DeviceName
{
    private static readonly (string Sign, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(HttpRequest request)
    {
        string header = request.Headers.UserAgent.ToString();
        return $"{Find(Browsers, header, "A browser")} on {Find(Systems, header, "an unknown system")}";
    }

    private static string Find((string Sign, string Name)[] known, string header, string otherwise) =>
        Array.Find(known, pair => header.Contains(pair.Sign, StringComparison.Ordinal)).Name ?? otherwise;
}
