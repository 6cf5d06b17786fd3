using System.Net;
using System.Text.RegularExpressions;
using Moderation.Server.Tests.Fixtures;
using OtpNet;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>The sign-in of the console as a browser without scripts meets it.</summary>
public sealed partial class SigningIn(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string NewPassword = "seven minutes by boat";

    [Fact]
    public async Task The_admin_of_the_first_start_signs_in_and_out()
    {
        using ConsoleVisitor visitor = new(app);
        Assert.Equal("/moderate/sign-in?back=%2Fmoderate%2Faccount", (await visitor.GetAsync("/moderate/account")).With(HttpStatusCode.Redirect).Header("Location"));

        Answer answer = (await visitor.SignInAsync()).With(HttpStatusCode.Redirect);
        Assert.Equal("/moderate", answer.Header("Location"));
        Assert.Contains("httponly", answer.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", answer.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        Answer account = (await visitor.GetAsync("/moderate/account")).With(HttpStatusCode.OK);
        Assert.Contains("Where you are signed in", account.Text, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", account.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", account.Header("Cache-Control"));

        (await visitor.PostAsync("/moderate/sign-out")).With(HttpStatusCode.Redirect);
        (await visitor.GetAsync("/moderate/account")).With(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Nothing_tells_which_names_exist()
    {
        using ConsoleVisitor visitor = new(app);
        Answer wrong = await visitor.SignInAsync("admin", "not the password");
        Answer unknown = await visitor.SignInAsync("somebody-else", "not the password");

        Assert.Equal(wrong.Status, unknown.Status);
        Assert.Equal("/moderate/sign-in?problem=refused", wrong.Header("Location"));
        Assert.Equal(wrong.Header("Location"), unknown.Header("Location"));
        Assert.Equal(wrong.Headers.Keys.Order(), unknown.Headers.Keys.Order());
    }

    [Fact]
    public async Task A_form_larger_than_a_name_and_a_password_is_refused()
    {
        using ConsoleVisitor visitor = new(app);
        (await visitor.PostAsync("/moderate/sign-in", ("name", new string('a', 100_000)), ("password", "any"))).With(HttpStatusCode.BadRequest);
        Assert.Equal("/moderate/sign-in?problem=refused", (await visitor.SignInAsync(new string('a', 10_000), "any")).Header("Location"));
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_does_nothing()
    {
        using ConsoleVisitor visitor = new(app);
        (await visitor.PostWithoutTokenAsync("/moderate/sign-in", ("name", "admin"), ("password", app.AdminPassword))).With(HttpStatusCode.BadRequest);
        await visitor.SignInAsync();
        foreach (string path in new[] { "/moderate/account/password", "/moderate/account/second-factor/begin", "/moderate/account/second-factor/remove", "/moderate/account/sessions/end", "/moderate/sign-out" })
        {
            (await visitor.PostWithoutTokenAsync(path)).With(HttpStatusCode.BadRequest);
        }

        (await visitor.GetAsync("/moderate/account")).With(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/moderate")]
    [InlineData("/\\evil.example")]
    [InlineData("/moderatex")]
    public async Task Nobody_is_led_elsewhere_after_signing_in(string back)
    {
        using ConsoleVisitor visitor = new(app);
        Answer answer = await visitor.PostAsync("/moderate/sign-in", ("name", "admin"), ("password", app.AdminPassword), ("back", back));
        Assert.Equal("/moderate", answer.Header("Location"));
    }

    [Fact]
    public async Task A_second_factor_is_set_up_asked_for_and_removed()
    {
        string first = await AddAsync("factor");
        using ConsoleVisitor visitor = new(app);
        Assert.Equal("/moderate/account", (await visitor.SignInAsync("factor", first)).Header("Location"));
        Assert.Equal("/moderate/account?said=password-changed", (await ChangePasswordAsync(visitor, first)).Header("Location"));

        (await visitor.PostAsync("/moderate/account/second-factor/begin")).With(HttpStatusCode.Redirect);
        string page = (await visitor.GetAsync("/moderate/account/second-factor")).With(HttpStatusCode.OK).Text;
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        byte[] secret = Base32Encoding.ToBytes(Secret().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        Answer codes = await ConfirmAsync(visitor, page, new Totp(secret).ComputeTotp());
        Assert.Equal(10, RecoveryCode().Count(codes.Text));

        using ConsoleVisitor again = new(app);
        Assert.Equal("/moderate/sign-in/code", (await again.SignInAsync("factor", NewPassword)).Header("Location"));
        (await again.GetAsync("/moderate/account")).With(HttpStatusCode.Redirect);
        Assert.Equal("/moderate/sign-in/code?problem=refused", (await again.PostAsync("/moderate/sign-in/code", ("code", new Totp(secret).ComputeTotp()))).Header("Location"));
        Assert.Equal("/moderate", (await again.PostAsync("/moderate/sign-in/code", ("code", RecoveryCode().Match(codes.Text).Groups[1].Value))).Header("Location"));

        Assert.Equal("/moderate/account?said=wrong", (await again.PostAsync("/moderate/account/second-factor/remove", ("current", "not the password"))).Header("Location"));
        Assert.Equal("/moderate/account?said=second-factor-off", (await again.PostAsync("/moderate/account/second-factor/remove", ("current", NewPassword))).Header("Location"));
    }

    [Fact]
    public async Task A_first_password_is_replaced_before_anything_else()
    {
        string first = await AddAsync("newcomer");
        using ConsoleVisitor visitor = new(app);
        await visitor.SignInAsync("newcomer", first);

        Assert.Equal("/moderate/account", (await visitor.GetAsync("/moderate/account/second-factor")).With(HttpStatusCode.Redirect).Header("Location"));
        Assert.Equal("/moderate/account?said=weak", (await visitor.PostAsync("/moderate/account/password", ("current", first), ("password", "short"), ("again", "short"))).Header("Location"));
        Assert.Equal("/moderate/account?said=again", (await visitor.PostAsync("/moderate/account/password", ("current", first), ("password", NewPassword), ("again", "another"))).Header("Location"));
        await ChangePasswordAsync(visitor, first);
        (await visitor.GetAsync("/moderate/account/second-factor")).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_disabled_person_is_out_at_the_next_request()
    {
        string first = await AddAsync("leaver");
        using ConsoleVisitor visitor = new(app);
        await visitor.SignInAsync("leaver", first);
        (await visitor.GetAsync("/moderate/account")).With(HttpStatusCode.OK);

        Assert.Equal(0, (await app.RunCommandAsync("users", "disable", "leaver")).ExitCode);
        (await visitor.GetAsync("/moderate/account")).With(HttpStatusCode.Redirect);
        Assert.Equal("/moderate/sign-in?problem=refused", (await visitor.SignInAsync("leaver", first)).Header("Location"));
    }

    [Fact]
    public async Task The_command_says_what_is_wrong_with_its_input()
    {
        Assert.Contains("not an e-mail address", (await FailAsync(2, "users", "add", "ana@example.net", "--site", "demo")).Error, StringComparison.Ordinal);
        Assert.Contains("--site", (await FailAsync(2, "users", "add", "no-site")).Error, StringComparison.Ordinal);
        Assert.Contains("--role", (await FailAsync(2, "users", "add", "bad-role", "--role", "boss")).Error, StringComparison.Ordinal);
        Assert.Contains("nowhere", (await FailAsync(1, "users", "add", "bad-site", "--site", "nowhere")).Error, StringComparison.Ordinal);
        Assert.Contains("10 characters", (await FailAsync(2, "users", "add", "weak", "--site", "demo", "--password", "short")).Error, StringComparison.Ordinal);
        Assert.Contains("already", (await FailAsync(1, "users", "add", "admin", "--role", "admin")).Error, StringComparison.Ordinal);
        Assert.Contains("last admin", (await FailAsync(1, "users", "disable", "admin")).Error, StringComparison.Ordinal);
        Assert.Contains("no account", (await FailAsync(1, "users", "reset", "nobody")).Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> FailAsync(int exitCode, params string[] arguments)
    {
        CommandRun run = await app.RunCommandAsync(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        return run;
    }

    private async Task<string> AddAsync(string name)
    {
        CommandRun run = await app.RunCommandAsync("users", "add", name, "--site", "demo");
        Assert.Equal(0, run.ExitCode);
        return run.Out.Trim();
    }

    private static Task<Answer> ChangePasswordAsync(ConsoleVisitor visitor, string current) =>
        visitor.PostAsync("/moderate/account/password", ("current", current), ("password", NewPassword), ("again", NewPassword));

    private static Task<Answer> ConfirmAsync(ConsoleVisitor visitor, string page, string code) =>
        visitor.PostAsync("/moderate/account/second-factor", [.. Hidden().Matches(page).Select(field => (field.Groups[1].Value, field.Groups[2].Value)).Where(field => field.Item1 != "__RequestVerificationToken"), ("Code", code)]);

    [GeneratedRegex("class=\"secret\">([A-Z2-7 ]+)<")]
    private static partial Regex Secret();

    [GeneratedRegex("<code>((?:[A-Z2-7]{4}-){3}[A-Z2-7]{4})</code>")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
