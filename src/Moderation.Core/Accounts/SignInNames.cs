namespace Moderation.Accounts;

/// <summary>The names people sign in with. Never an e-mail address: it would stand in lists and trails where no address belongs.</summary>
internal static class SignInNames
{
    public const int MaxChars = 64;

    /// <summary>What is wrong with other names.</summary>
    public const string Rule = "A sign-in name has 2 to 64 lower-case letters, digits, dots, hyphens and underscores and begins with a letter or digit; it is not an e-mail address.";

    /// <summary>Brings a typed name into its one form, or says that it is none.</summary>
    public static bool TryNormalise(string? typed, out string name)
    {
        name = (typed ?? "").Trim().ToLowerInvariant();
        return name.Length is >= 2 and <= MaxChars && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or '_');
    }
}
