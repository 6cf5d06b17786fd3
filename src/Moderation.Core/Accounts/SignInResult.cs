namespace Moderation.Accounts;

/// <summary>What became of a try to sign in.</summary>
internal enum SignInOutcome
{
    /// <summary>Signed in.</summary>
    Done,

    /// <summary>Name and password are right; a code of the second factor is needed.</summary>
    CodeNeeded,

    /// <summary>Anything else: unknown name, wrong password or code, locked, disabled. One answer for all, so that nobody learns which names exist.</summary>
    Refused,
}

/// <summary>The outcome, with who it is about when it is <see cref="SignInOutcome.Done"/> or <see cref="SignInOutcome.CodeNeeded"/>.</summary>
internal sealed record SignInResult(SignInOutcome Outcome, Moderator? Moderator = null, IssuedSession? Session = null)
{
    public static readonly SignInResult Refused = new(SignInOutcome.Refused);
}
