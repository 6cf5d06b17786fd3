using System.Security.Cryptography;
using Moderation.Accounts;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Privacy;
using OtpNet;

namespace Moderation.Tests.Storage;

/// <summary>People with a console account: signing in, being locked out, losing a phone, being disabled.</summary>
public abstract class AccountsContract : IDisposable
{
    private const string Password = "a ferry in the evening";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StoreFixture fixture;
    private readonly RandomNumberGenerator random = RandomNumberGenerator.Create();
    private readonly ModeratorStore moderators;
    private readonly SecondFactor secondFactor;
    private readonly Sessions sessions;
    private readonly ManageModerators manage;
    private readonly SignIn signIn;

    protected AccountsContract(StoreFixture fixture)
    {
        this.fixture = fixture;
        KeyRing ring = SomeKeyRing.New();
        SiteKeys keys = new(ring);
        SessionStore sessionStore = new(fixture.Database);
        Passwords passwords = new();
        AuditStore audit = new(fixture.Database);
        moderators = new ModeratorStore(fixture.Database);
        secondFactor = new SecondFactor(new EmailSealer(ring, random), keys, random);
        sessions = new Sessions(sessionStore, moderators, keys, random, fixture.Clock);
        manage = new ManageModerators(fixture.Database, moderators, sessionStore, passwords, secondFactor, audit, fixture.Clock);
        signIn = new SignIn(fixture.Database, moderators, passwords, secondFactor, sessions, audit, fixture.Clock);
    }

    public void Dispose()
    {
        random.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Who_knows_the_password_is_signed_in_until_the_session_ends()
    {
        Moderator ana = await AddAsync("signs-in");
        SignInResult result = await signIn.WithPasswordAsync(" Signs-In ", Password, "Firefox on Linux", None);

        Assert.Equal(SignInOutcome.Done, result.Outcome);
        SignedIn? found = await sessions.FindAsync(result.Session!.Token, None);
        Assert.Equal(ana.ModeratorId, found?.Moderator.ModeratorId);
        Assert.Equal("Firefox on Linux", found?.Session.Device);
        Assert.Equal(1, await manage.EndSessionsAsync(found!, found!.Session.SessionId, None));
        Assert.Null(await sessions.FindAsync(result.Session.Token, None));
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_disabled_account_are_told_the_same()
    {
        await AddAsync("told-the-same");
        Moderator gone = await AddAsync("disabled-one");
        await AddAsync("keeps-admin", ModeratorRole.Admin);
        Assert.True(await manage.SetStandingAsync(gone, gone.Role, gone.Sites, isDisabled: true, "test", None));

        Assert.Equal(SignInResult.Refused, await signIn.WithPasswordAsync("told-the-same", "a ferry in the morning", "d", None));
        Assert.Equal(SignInResult.Refused, await signIn.WithPasswordAsync("nobody-has-this", Password, "d", None));
        Assert.Equal(SignInResult.Refused, await signIn.WithPasswordAsync("disabled-one", Password, "d", None));
        Assert.Equal(SignInResult.Refused, await signIn.WithPasswordAsync("Ana@example.net", Password, "d", None));
        Assert.Equal(SignInResult.Refused, await signIn.WithPasswordAsync(null, null, "d", None));
    }

    [Fact]
    public async Task Five_wrong_tries_lock_the_name_for_a_quarter_of_an_hour()
    {
        await AddAsync("locked");
        for (int tries = 0; tries < SignIn.TriesBeforeLock; tries++)
        {
            Assert.Equal(SignInOutcome.Refused, (await signIn.WithPasswordAsync("locked", "not this one", "d", None)).Outcome);
        }

        Assert.Equal(SignInOutcome.Refused, (await signIn.WithPasswordAsync("locked", Password, "d", None)).Outcome);
        fixture.Clock.Advance(SignIn.LockTime + TimeSpan.FromSeconds(1));
        Assert.Equal(SignInOutcome.Done, (await signIn.WithPasswordAsync("locked", Password, "d", None)).Outcome);
    }

    [Fact]
    public async Task With_a_second_factor_the_password_is_not_enough_and_no_code_counts_twice()
    {
        Moderator ana = await AddAsync("two-steps");
        (byte[] secret, _) = await SwitchOnAsync(ana);

        SignInResult first = await signIn.WithPasswordAsync("two-steps", Password, "d", None);
        Assert.Equal(SignInOutcome.CodeNeeded, first.Outcome);
        Assert.Null(first.Session);

        fixture.Clock.Advance(TimeSpan.FromSeconds(90));
        string code = CodeOf(secret);
        Assert.Equal(SignInOutcome.Refused, (await signIn.WithCodeAsync(ana.ModeratorId, code == "000000" ? "000001" : "000000", "d", None)).Outcome);
        Assert.Equal(SignInOutcome.Done, (await signIn.WithCodeAsync(ana.ModeratorId, code, "d", None)).Outcome);
        Assert.Equal(SignInOutcome.Refused, (await signIn.WithCodeAsync(ana.ModeratorId, code, "d", None)).Outcome);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once()
    {
        Moderator ana = await AddAsync("lost-phone");
        (_, IReadOnlyList<string> codes) = await SwitchOnAsync(ana);
        Assert.Equal(SecondFactor.RecoveryCodes, codes.Distinct().Count());

        string typed = codes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
        Assert.Equal(SignInOutcome.Done, (await signIn.WithCodeAsync(ana.ModeratorId, typed, "d", None)).Outcome);
        Assert.Equal(SignInOutcome.Refused, (await signIn.WithCodeAsync(ana.ModeratorId, typed, "d", None)).Outcome);
    }

    [Fact]
    public async Task A_second_factor_that_was_only_begun_is_not_asked_for()
    {
        Moderator ana = await AddAsync("only-begun");
        await manage.BeginSecondFactorAsync(ana, None);
        Assert.Equal(SignInOutcome.Done, (await signIn.WithPasswordAsync("only-begun", Password, "d", None)).Outcome);
    }

    [Fact]
    public async Task Disabling_somebody_signs_them_out_at_once()
    {
        await AddAsync("other-admin", ModeratorRole.Admin);
        Moderator ana = await AddAsync("thrown-out");
        IssuedSession session = (await signIn.WithPasswordAsync("thrown-out", Password, "d", None)).Session!;
        Assert.NotNull(await sessions.FindAsync(session.Token, None));

        Assert.True(await manage.SetStandingAsync(ana, ana.Role, ana.Sites, isDisabled: true, "test", None));
        Assert.Null(await sessions.FindAsync(session.Token, None));
    }

    [Fact]
    public async Task The_last_admin_can_be_neither_disabled_nor_demoted()
    {
        foreach (Moderator other in await moderators.ListAsync(None))
        {
            await manage.SetStandingAsync(other, ModeratorRole.Moderator, other.Sites, isDisabled: false, "test", None);
        }

        Moderator last = (await moderators.ListAsync(None)).FirstOrDefault(moderator => moderator.IsAdmin) ?? await AddAsync("last-admin", ModeratorRole.Admin);
        Assert.False(await manage.SetStandingAsync(last, ModeratorRole.Admin, [], isDisabled: true, "test", None));
        Assert.False(await manage.SetStandingAsync(last, ModeratorRole.Moderator, [], isDisabled: false, "test", None));
        Assert.True((await moderators.FindAsync(last.ModeratorId, None))!.Moderator is { IsAdmin: true, DisabledAt: null });
    }

    [Fact]
    public async Task A_session_ends_by_itself_when_it_is_not_used_and_at_the_latest_after_its_lifetime()
    {
        await AddAsync("forgets-to-leave");
        IssuedSession idle = (await signIn.WithPasswordAsync("forgets-to-leave", Password, "d", None)).Session!;
        IssuedSession busy = (await signIn.WithPasswordAsync("forgets-to-leave", Password, "d", None)).Session!;
        for (TimeSpan passed = TimeSpan.Zero; passed < Sessions.Lifetime - TimeSpan.FromHours(11); passed += TimeSpan.FromHours(11))
        {
            fixture.Clock.Advance(TimeSpan.FromHours(11));
            Assert.NotNull(await sessions.FindAsync(busy.Token, None));
        }

        Assert.Null(await sessions.FindAsync(idle.Token, None));
        fixture.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Null(await sessions.FindAsync(busy.Token, None));
    }

    [Fact]
    public async Task A_session_that_ended_two_weeks_ago_is_forgotten_when_somebody_signs_in()
    {
        await AddAsync("came-back-late");
        IssuedSession first = (await signIn.WithPasswordAsync("came-back-late", Password, "d", None)).Session!;
        fixture.Clock.Advance(Sessions.Lifetime + Sessions.KeptAfterEnd - TimeSpan.FromMinutes(1));
        await signIn.WithPasswordAsync("came-back-late", Password, "d", None);
        Assert.Equal(1, await CountAsync(first));

        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await signIn.WithPasswordAsync("came-back-late", Password, "d", None);
        Assert.Equal(0, await CountAsync(first));

        Task<long> CountAsync(IssuedSession session) => fixture.Database.ReadAsync(
            (unit, token) => unit.QuerySingleOrDefaultAsync<long>("select count(*) from console_session where session_id = @id", new { id = session.Session.SessionId }, token), None);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session()
    {
        await AddAsync("changes-it");
        IssuedSession here = (await signIn.WithPasswordAsync("changes-it", Password, "d", None)).Session!;
        IssuedSession elsewhere = (await signIn.WithPasswordAsync("changes-it", Password, "d", None)).Session!;
        SignedIn signedIn = (await sessions.FindAsync(here.Token, None))!;

        Assert.False(await manage.ChangePasswordAsync(signedIn, "not the old one", "another ferry, later", None));
        Assert.True(await manage.ChangePasswordAsync(signedIn, Password, "another ferry, later", None));
        Assert.NotNull(await sessions.FindAsync(here.Token, None));
        Assert.Null(await sessions.FindAsync(elsewhere.Token, None));
        Assert.Equal(SignInOutcome.Refused, (await signIn.WithPasswordAsync("changes-it", Password, "d", None)).Outcome);
        Assert.Equal(SignInOutcome.Done, (await signIn.WithPasswordAsync("changes-it", "another ferry, later", "d", None)).Outcome);
    }

    [Fact]
    public async Task Somebody_of_the_organisation_comes_in_once_they_are_linked()
    {
        Moderator ana = await AddAsync("from-outside");
        Assert.Equal(SignInResult.Refused, await signIn.WithExternalAsync("https://login.example", "ana-1", "d", None));
        Assert.True(await manage.LinkExternalAsync(ana, "https://login.example", "ana-1", "test", None));
        Assert.False(await manage.LinkExternalAsync(ana, "https://login.example", "ana-1", "test", None));
        Assert.Equal(SignInOutcome.Done, (await signIn.WithExternalAsync("https://login.example", "ana-1", "d", None)).Outcome);
        Assert.Equal(SignInResult.Refused, await signIn.WithExternalAsync("https://evil.example", "ana-1", "d", None));
    }

    [Fact]
    public async Task A_moderator_sees_their_sites_and_an_admin_all()
    {
        Site gazette = await fixture.SiteAsync();
        Site herald = await fixture.SiteAsync();
        Moderator ana = (await manage.AddAsync("sees-one", "Ana", ModeratorRole.Moderator, [gazette.Id], Password, mustChange: false, "test", None))!;
        Moderator boss = await AddAsync("sees-all", ModeratorRole.Admin);

        Moderator found = (await moderators.FindAsync(ana.ModeratorId, None))!.Moderator;
        Assert.True(found.MaySee(gazette.Id));
        Assert.False(found.MaySee(herald.Id));
        Assert.True(boss.MaySee(herald.Id));
        Assert.Null(await manage.AddAsync("sees-one", "Another", ModeratorRole.Admin, [], Password, mustChange: false, "test", None));
    }

    private async Task<Moderator> AddAsync(string name, ModeratorRole role = ModeratorRole.Moderator) =>
        (await manage.AddAsync(name, name, role, [], Password, mustChange: false, "test", None))!;

    private async Task<(byte[] Secret, IReadOnlyList<string> Recovery)> SwitchOnAsync(Moderator moderator)
    {
        byte[] sealedSecret = await manage.BeginSecondFactorAsync(moderator, None);
        byte[] secret = Base32Encoding.ToBytes(secondFactor.Shown(moderator.ModeratorId, sealedSecret));
        SignedIn signedIn = (await sessions.FindAsync((await signIn.WithPasswordAsync(moderator.Name, Password, "d", None)).Session!.Token, None))!;
        IReadOnlyList<string>? codes = await manage.ConfirmSecondFactorAsync(signedIn, CodeOf(secret), None);
        return (secret, codes ?? throw new InvalidOperationException("The first code was refused."));
    }

    private string CodeOf(byte[] secret) => new Totp(secret).ComputeTotp(fixture.Clock.GetUtcNow().UtcDateTime);
}

public sealed class AccountsOnSqlite(SqliteFixture fixture) : AccountsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class AccountsOnPostgres(PostgresFixture fixture) : AccountsContract(fixture), IClassFixture<PostgresFixture>;
