using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Survival;

/// <summary>A broker behind TLS: its certificate counts when its authority is trusted, and only then.</summary>
[Collection("private servers")]
public sealed class UsingTls(PrivateServers servers)
{
    [Fact]
    public async Task A_broker_is_used_over_tls_and_a_certificate_that_nobody_vouches_for_is_refused()
    {
        using TempFolder certificates = new();
        MakeCertificates(certificates.Path);
        await using LocalRabbitMq broker = (await LocalRabbitMq.TryStartAsync(TestContext.Current.CancellationToken, certificates.Path))!;
        await using PrivateSite site = await servers.BeginAsync();
        site.Settings["ConnectionStrings__RabbitMq"] = broker.TlsAddress.AbsoluteUri;
        CommandRun refused = (await site.RunAsync("redrive", "--list", "--source", "queue")).With(1);
        Assert.Contains("ConnectionStrings__RabbitMq", refused.Error, StringComparison.Ordinal);

        site.Settings["SSL_CERT_FILE"] = Path.Combine(certificates.Path, "ca.pem");
        await site.StartAsync("worker");
        await using PlainClient client = await PlainClient.ConnectAsync(broker.Address);
        JsonObject reply = SomeMessage.Reply();
        await client.PublishAsync(reply.ToJsonString());
        await Soon.TrueAsync("it is judged", async () => await site.CountAsync("select count(*) from submission where verdict is not null") == 1, 120);
        (await site.RunAsync("redrive", "--list", "--source", "queue")).With(0);
    }

    /// <summary>An authority of its own and a certificate for localhost.</summary>
    private static void MakeCertificates(string folder)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authority = new("CN=Authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using X509Certificate2 issuer = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest server = new("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = server.Create(issuer, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);

        File.WriteAllText(Path.Combine(folder, "ca.pem"), issuer.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), signed.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), serverKey.ExportPkcs8PrivateKeyPem());
    }
}
