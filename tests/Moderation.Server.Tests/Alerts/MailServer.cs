using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Moderation.Server.Settings;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using SmtpServices = SmtpServer.ComponentModel.ServiceProvider;
using SmtpText = System.Text.Encoding;

namespace Moderation.Server.Tests.Alerts;

/// <summary>A mail server on this machine with sign-in, that encrypts as it is told and keeps what it takes.</summary>
internal sealed class MailServer : MessageStore, IAsyncDisposable
{
    public const string Name = "alerts";
    public const string Password = "a password of the mail server";
    public const string From = "desk@gazette.example";
    public const string To = "night@gazette.example";

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> mails = new();
    private readonly X509Certificate2? certificate;
    private readonly Task running;

    private MailServer(SmtpTls tls, int port)
    {
        Port = port;
        Tls = tls;
        certificate = tls == SmtpTls.None ? null : MakeCertificate();
        ISmtpServerOptions options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, port)).AllowUnsecureAuthentication(tls == SmtpTls.None);
            if (certificate is not null)
            {
                endpoint.Certificate(certificate).IsSecure(tls == SmtpTls.Implicit);
            }
        }).Build();
        SmtpServices services = new();
        services.Add((IMessageStore)this);
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((name, password) => name == Name && password == Password));
        services.Add((IMailboxFilter)new DelegatingMailboxFilter((_, from) => IsTaking && from.AsAddress() == From, (_, to, _) => !to.User.StartsWith("nobody", StringComparison.Ordinal)));
        running = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
    }

    public int Port { get; }

    public SmtpTls Tls { get; }

    /// <summary>False: it takes no mail.</summary>
    public bool IsTaking { get; set; } = true;

    /// <summary>What it took, as it came.</summary>
    public IReadOnlyCollection<string> Mails => mails;

    /// <summary>Starts one on a free port.</summary>
    public static async Task<MailServer> StartAsync(SmtpTls tls = SmtpTls.None)
    {
        while (true)
        {
            MailServer server = new(tls, FreePort());
            if (await server.AnswersAsync())
            {
                return server;
            }

            // Somebody else was faster with that port.
            await server.DisposeAsync();
        }
    }

    /// <summary>A port at which nobody listens.</summary>
    public static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Whether a certificate is the one of this server.</summary>
    public bool IsOwn(X509Certificate? shown) => shown?.GetCertHashString() == certificate?.GetCertHashString();

    public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        mails.Enqueue($"To {string.Join(' ', transaction.To.Select(to => to.AsAddress()))}\n{SmtpText.UTF8.GetString(buffer.ToArray())}");
        return Task.FromResult(SmtpResponse.Ok);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        certificate?.Dispose();
        stop.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        while (!running.IsFaulted)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
                return !running.IsFaulted;
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }

        return false;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
