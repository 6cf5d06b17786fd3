using System.CommandLine;
using System.Globalization;
using Moderation.Accounts;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Commands;

/// <summary><c>moderation users add|list|set|disable|enable|reset</c>: people with a console account. A password that is made is shown once.</summary>
internal static class UsersCommand
{
    private const string Actor = "cli";

    private static readonly Option<bool> Json = new("--json") { Description = "JSON for programs" };

    public static Command Create() => new("users", "Makes, lists, changes and disables console accounts.") { Add(), List(), Set(), Disable(), Enable(), Reset() };

    private static Argument<string> NameArgument() => new("name") { Description = "The name they sign in with: lower-case letters, digits, dots, hyphens, underscores" };

    private static Option<string?> PasswordOption() => new("--password") { Description = "A first password, which they replace at the first sign-in. Left out: one is made and shown. '-' reads it from standard input" };

    private static Option<string[]> SiteOption(string description) => new("--site") { Description = description, AllowMultipleArgumentsPerToken = true };

    private static Command Add()
    {
        Argument<string> name = NameArgument();
        Option<string> role = new("--role") { Description = "moderator or admin", DefaultValueFactory = _ => "moderator" };
        Option<string[]> sites = SiteOption("A site they may see; may be repeated. An admin sees every site");
        Option<string?> display = new("--display-name") { Description = "What colleagues see; the name if left out" };
        Option<string?> password = PasswordOption();
        Option<string?> issuer = new("--openid-issuer") { Description = "Issuer of the organisation's own sign-in, with --openid-subject: they need no password here" };
        Option<string?> subject = new("--openid-subject") { Description = "Who they are there (the claim 'sub')" };
        Command command = new("add", "Makes an account.") { name, role, sites, display, password, issuer, subject, Json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!SignInNames.TryNormalise(result.GetValue(name), out string signInName))
            {
                throw Usage($"name: {SignInNames.Rule}");
            }

            ModeratorRole wanted = ParseRole(result.GetValue(role)!);
            (string? Issuer, string? Subject) external = (result.GetValue(issuer), result.GetValue(subject));
            if (external.Issuer is null != external.Subject is null)
            {
                throw Usage("--openid-issuer and --openid-subject go together.");
            }

            string? given = await PasswordAsync(result.GetValue(password), signInName, cancellationToken).ConfigureAwait(false);
            string? first = given ?? (external.Subject is null ? Passwords.NewFirst() : null);
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            SiteId[] known = await KnownAsync(session, result.GetValue(sites), cancellationToken).ConfigureAwait(false);
            if (wanted == ModeratorRole.Moderator && known.Length == 0)
            {
                throw Usage("--site: a moderator needs at least one site.");
            }

            ManageModerators manage = session.Get<ManageModerators>();
            Moderator made = await manage.AddAsync(signInName, result.GetValue(display) ?? signInName, wanted, known, first, mustChange: true, Actor, cancellationToken).ConfigureAwait(false)
                ?? throw new CommandFailedException($"There is an account '{signInName}' already.");
            if (external is { Issuer: { } from, Subject: { } who } && !await manage.LinkExternalAsync(made, from, who, Actor, cancellationToken).ConfigureAwait(false))
            {
                throw new CommandFailedException($"The account was made, but '{who}' of {from} is somebody already.");
            }

            await WriteOneAsync(made, given is null ? first : null, result.GetValue(Json)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Command command = new("list", "Lists the accounts.") { Json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<Moderator> all = await session.Get<ModeratorStore>().ListAsync(cancellationToken).ConfigureAwait(false);
            if (result.GetValue(Json))
            {
                Output.WriteJson(all.Select(Document));
                return ExitCode.Done;
            }

            Output.WriteTable(
                ["name", "shown as", "role", "sites", "second factor", "disabled"],
                all.Select(moderator => (IReadOnlyList<string>)
                [
                    moderator.Name, moderator.DisplayName, moderator.Role.ToText(), moderator.IsAdmin ? "all" : string.Join(' ', moderator.Sites.Select(site => site.Value)),
                    moderator.HasSecondFactor ? "yes" : "no", moderator.DisabledAt?.ToString("u", CultureInfo.InvariantCulture) ?? "",
                ]));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Set()
    {
        Argument<string> name = NameArgument();
        Option<string?> role = new("--role") { Description = "moderator or admin; left out: as it is" };
        Option<string[]> sites = SiteOption("The sites they may see from now on; left out: as they are");
        Command command = new("set", "Changes role and sites.") { name, role, sites };
        command.SetAction(async (result, cancellationToken) =>
        {
            ModeratorRole? wanted = result.GetValue(role) is { } text ? ParseRole(text) : null;
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Moderator moderator = await FindAsync(session, result.GetValue(name)!, cancellationToken).ConfigureAwait(false);
            SiteId[] known = await KnownAsync(session, result.GetValue(sites), cancellationToken).ConfigureAwait(false);
            await ChangeAsync(session, moderator, wanted ?? moderator.Role, known.Length > 0 ? known : moderator.Sites, moderator.DisabledAt is not null, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Disable() => Switch("disable", "Signs a person out everywhere and lets them in no more. What they decided stays.", isDisabled: true);

    private static Command Enable() => Switch("enable", "Lets a disabled person in again.", isDisabled: false);

    private static Command Switch(string word, string description, bool isDisabled)
    {
        Argument<string> name = NameArgument();
        Command command = new(word, description) { name };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Moderator moderator = await FindAsync(session, result.GetValue(name)!, cancellationToken).ConfigureAwait(false);
            await ChangeAsync(session, moderator, moderator.Role, moderator.Sites, isDisabled, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Reset()
    {
        Argument<string> name = NameArgument();
        Option<string?> password = PasswordOption();
        Option<bool> secondFactor = new("--second-factor") { Description = "Also takes the second factor away, for a lost phone" };
        Command command = new("reset", "Sets a new first password and signs the person out everywhere.") { name, password, secondFactor, Json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Moderator moderator = await FindAsync(session, result.GetValue(name)!, cancellationToken).ConfigureAwait(false);
            string? given = await PasswordAsync(result.GetValue(password), moderator.Name, cancellationToken).ConfigureAwait(false);
            string first = given ?? Passwords.NewFirst();
            await session.Get<ManageModerators>().ResetPasswordAsync(moderator, first, result.GetValue(secondFactor), Actor, cancellationToken).ConfigureAwait(false);
            await WriteOneAsync(moderator with { MustChangePassword = true }, given is null ? first : null, result.GetValue(Json)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task ChangeAsync(StoreSession session, Moderator moderator, ModeratorRole role, IReadOnlyList<SiteId> sites, bool isDisabled, CancellationToken cancellationToken)
    {
        if (!await session.Get<ManageModerators>().SetStandingAsync(moderator, role, sites, isDisabled, Actor, cancellationToken).ConfigureAwait(false))
        {
            throw new CommandFailedException($"'{moderator.Name}' is the last admin who can sign in; make another one first.");
        }

        await Console.Error.WriteLineAsync($"The account '{moderator.Name}' is changed.").ConfigureAwait(false);
    }

    private static async Task<Moderator> FindAsync(StoreSession session, string name, CancellationToken cancellationToken) =>
        (SignInNames.TryNormalise(name, out string known) ? await session.Get<ModeratorStore>().FindByNameAsync(known, cancellationToken).ConfigureAwait(false) : null)?.Moderator
        ?? throw new CommandFailedException($"There is no account '{name}'. 'moderation users list' shows the accounts.");

    private static async Task<SiteId[]> KnownAsync(StoreSession session, string[]? names, CancellationToken cancellationToken)
    {
        List<SiteId> sites = [];
        foreach (string name in names ?? [])
        {
            sites.Add((await session.SiteAsync(name, cancellationToken).ConfigureAwait(false)).Id);
        }

        return [.. sites.Distinct()];
    }

    private static async Task<string?> PasswordAsync(string? given, string name, CancellationToken cancellationToken)
    {
        string? password = given == "-" ? await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "" : given;
        return password is not null && Passwords.Problem(password, name) is { } problem ? throw Usage($"--password: {problem}") : password;
    }

    private static ModeratorRole ParseRole(string text)
    {
        try
        {
            return EnumText.Parse<ModeratorRole>(text);
        }
        catch (FormatException)
        {
            throw Usage($"--role is moderator or admin, not '{text}'.");
        }
    }

    private static CommandFailedException Usage(string sentence) => new(sentence) { ExitCode = ExitCode.Usage };

    private static async Task WriteOneAsync(Moderator moderator, string? password, bool asJson)
    {
        if (asJson)
        {
            Output.WriteJson(new { moderator = Document(moderator), password });
            return;
        }

        await Console.Out.WriteLineAsync(password ?? moderator.Name).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(password is null
            ? $"'{moderator.Name}' can sign in at /moderate."
            : $"'{moderator.Name}' signs in at /moderate with this password and then chooses their own. It is shown once.").ConfigureAwait(false);
    }

    private static object Document(Moderator moderator) => new
    {
        id = moderator.ModeratorId,
        name = moderator.Name,
        displayName = moderator.DisplayName,
        role = moderator.Role.ToText(),
        sites = moderator.Sites.Select(site => site.Value),
        secondFactor = moderator.HasSecondFactor,
        mustChangePassword = moderator.MustChangePassword,
        disabledAt = moderator.DisabledAt,
        createdAt = moderator.CreatedAt,
    };
}
