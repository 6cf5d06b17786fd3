using System.Net;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.IdentityModel.Tokens;
using Moderation.Authors;
using Moderation.Blocks;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.TestSupport;

namespace Moderation.Benchmarks.Authors;

/// <summary>What it costs to know who sent a reply: a token of either algorithm, and an address against fifty thousand blocked networks.</summary>
[MemoryDiagnoser]
public class SenderBenchmarks : IDisposable
{
    private const string Page = "https://gazette.example/2026/bridge";

    private const int Networks = 50_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);

    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly BlockList _blocks = Blocked();
    private readonly IPAddress _address = IPAddress.Parse("203.0.113.9");
    private readonly VerifyingKey _secret = new("k1", "HS256", new SymmetricSecurityKey(Encoding.UTF8.GetBytes(SomeToken.Secret)) { KeyId = "k1" });
    private readonly VerifyingKey _public;
    private readonly IdentityClaim _hs256;
    private readonly IdentityClaim _es256;

    public SenderBenchmarks()
    {
        _public = new VerifyingKey("k1", "ES256", new ECDsaSecurityKey(ECDsa.Create(_curve.ExportParameters(includePrivateParameters: false))) { KeyId = "k1" });
        _hs256 = Claim(SomeToken.Hs256(SomeToken.Claims("gazette", Page, Now)));
        _es256 = Claim(SomeToken.Es256(SomeToken.Claims("gazette", Page, Now), _curve));
    }

    [Benchmark]
    public async Task<bool> Hs256() => (await IdentityTokens.CheckAsync(_hs256, [_secret])).Author is not null;

    [Benchmark]
    public async Task<bool> Es256() => (await IdentityTokens.CheckAsync(_es256, [_public])).Author is not null;

    [Benchmark]
    public bool Network() => _blocks.OfNetwork(_address, Now) is null;

    public void Dispose()
    {
        _curve.Dispose();
        GC.SuppressFinalize(this);
    }

    private static IdentityClaim Claim(string token) => new() { Token = token, Site = SiteId.Parse("gazette"), PageUrl = Page, PageId = null, IsVouchedFor = false, At = Now };

    private static BlockList Blocked()
    {
        Dictionary<Guid, (Block Block, NetworkRange? Network)> blocks = [];
        for (int i = 0; i < Networks; i++)
        {
            Guid id = new(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            int prefix = 16 + (i % 17);
            NetworkRange range = NetworkRange.Of(isV6: false, prefix, (UInt128)(uint)(i * 40_009) << 96);
            blocks[id] = (new Block { BlockId = id, Site = SiteId.Parse("gazette"), Kind = BlockKind.Network, Action = Verdict.Flag, MatchHash = new byte[16], CreatedAt = Now, CreatedBy = "cli" }, range);
        }

        return new BlockList(new BlockStamp(), blocks);
    }
}
