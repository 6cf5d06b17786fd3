using System.Net;
using System.Text.RegularExpressions;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>A browser without scripts at the console: keeps cookies, sends forms with the token that the page gave it, and follows no redirect by itself.</summary>
public sealed partial class ConsoleVisitor : IDisposable
{
    private readonly string adminPassword;
    private readonly HttpClient client;

    public ConsoleVisitor(ModerationApp app)
        : this(app.Client.BaseAddress!, app.AdminPassword)
    {
    }

    /// <param name="address">Where the console is.</param>
    /// <param name="adminPassword">Of the admin of the first start.</param>
    public ConsoleVisitor(Uri address, string adminPassword)
    {
        this.adminPassword = adminPassword;
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
    }

    public void Dispose() => client.Dispose();

    public async Task<Answer> GetAsync(string path)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a form of the sign-in page or, signed in, of the account page.</summary>
    public async Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        string page = (await GetAsync(path.StartsWith("/moderate/account", StringComparison.Ordinal) || path == "/moderate/sign-out" ? "/moderate/account" : "/moderate/sign-in")).Text;
        string token = Token().Match(page).Groups[1].Value;
        using FormUrlEncodedContent form = new([new("__RequestVerificationToken", token), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        return await SendAsync(path, form);
    }

    /// <summary>Opens an admin page and sends one of its forms back to it.</summary>
    public async Task<Answer> ActAsync(string path, string act, params (string Name, string Value)[] fields)
    {
        string page = (await GetAsync(path)).With(HttpStatusCode.OK).Text;
        using FormUrlEncodedContent form = new([
            new("__RequestVerificationToken", Token().Match(page).Groups[1].Value), new("_handler", "act"), new("do", act), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)),
        ]);
        return await SendAsync(path, form);
    }

    /// <summary>As <see cref="ActAsync"/>, for a form that does its work: follows the redirect and gives back the page with what it says.</summary>
    public async Task<Answer> DoneAsync(string path, string act, params (string Name, string Value)[] fields)
    {
        Answer answer = await ActAsync(path, act, fields);
        Assert.True(answer.Status == HttpStatusCode.Redirect, $"{act} at {path} was not done: {answer.Text}");
        return (await GetAsync(new Uri(client.BaseAddress!, answer.Header("Location")).PathAndQuery)).With(HttpStatusCode.OK);
    }

    /// <summary>Opens an admin page and sends a form with a file in it.</summary>
    public async Task<Answer> UploadAsync(string path, string act, string name, string fileName, byte[] file)
    {
        string page = (await GetAsync(path)).With(HttpStatusCode.OK).Text;
        using MultipartFormDataContent form = new()
        {
            { new StringContent(Token().Match(page).Groups[1].Value), "__RequestVerificationToken" }, { new StringContent("act"), "_handler" }, { new StringContent(act), "do" },
            { new ByteArrayContent(file), name, fileName },
        };
        return await SendAsync(path, form);
    }

    /// <summary>Sends a form of a page that is open.</summary>
    public async Task<Answer> AnswerAsync(Answer page, string path, params (string Name, string Value)[] fields)
    {
        using FormUrlEncodedContent form = new([
            new("__RequestVerificationToken", Token().Match(page.Text).Groups[1].Value), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)),
        ]);
        return await SendAsync(path, form);
    }

    /// <summary>Sends a form as another site would make a browser send it: with the cookies and without a token.</summary>
    public async Task<Answer> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields)
    {
        using FormUrlEncodedContent form = new(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        return await SendAsync(path, form);
    }

    /// <summary>Signs in as the admin of the first start, or as somebody else.</summary>
    public Task<Answer> SignInAsync(string name = "admin", string? password = null) => PostAsync("/moderate/sign-in", ("name", name), ("password", password ?? adminPassword));

    private async Task<Answer> SendAsync(string path, HttpContent form)
    {
        using HttpResponseMessage response = await client.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
