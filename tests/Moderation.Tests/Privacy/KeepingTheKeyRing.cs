using System.Security.Cryptography;
using System.Text;
using Moderation.Privacy;

namespace Moderation.Tests.Privacy;

public sealed class KeepingTheKeyRing : IDisposable
{
    private readonly string _directory = Path.Combine(Directory.CreateTempSubdirectory("keyring").FullName, "keys");
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    private string FilePath => Path.Combine(_directory, KeyRingFile.FileName);

    public void Dispose()
    {
        _random.Dispose();
        Directory.Delete(Path.GetDirectoryName(_directory)!, recursive: true);
    }

    [Fact]
    public void A_ring_is_made_once_and_read_again()
    {
        KeyRing made = KeyRingFile.LoadOrCreate(_directory, _random);
        KeyRing read = KeyRingFile.LoadOrCreate(_directory, _random);

        Assert.Equal(made.Fingerprint, read.Fingerprint);
        Assert.Equal(1, read.CurrentSealingVersion);
        Assert.Equal(made.DeriveSealingKey(1, "x"), read.DeriveSealingKey(1, "x"));
        Assert.Equal([FilePath], Directory.GetFiles(_directory));
    }

    [Fact]
    public void Only_its_owner_can_read_it()
    {
        KeyRingFile.LoadOrCreate(_directory, _random);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory));
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_ring_that_others_can_reach_is_refused(UnixFileMode extra)
    {
        KeyRingFile.LoadOrCreate(_directory, _random);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        KeyRingException refusal = Assert.Throws<KeyRingException>(() => KeyRingFile.LoadOrCreate(_directory, _random));
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, true, false)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupWrite, true, false)]
    [InlineData(UnixFileMode.OtherRead, true, true)]
    [InlineData(UnixFileMode.GroupRead, false, true)]
    [InlineData(UnixFileMode.UserRead, false, false)]
    public void In_a_container_the_group_is_its_own(UnixFileMode mode, bool isInContainer, bool isOpen) => Assert.Equal(isOpen, KeyRingFile.IsOpenToOthers(mode, isInContainer));

    [Fact]
    public async Task Processes_that_start_together_have_the_same_ring()
    {
        string[] fingerprints = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(() => KeyRingFile.LoadOrCreate(_directory, _random).Fingerprint)));

        Assert.Single(fingerprints.Distinct());
        Assert.Equal([FilePath], Directory.GetFiles(_directory));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format": "1"}""")]
    [InlineData("""{"format": 1, "masters": {}, "sealing": {}}""")]
    public void A_damaged_ring_is_refused_and_never_replaced(string content)
    {
        Write(content);

        KeyRingException refusal = Assert.Throws<KeyRingException>(() => KeyRingFile.LoadOrCreate(_directory, _random));

        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "format 2")]
    [InlineData("\"lookup\"", "\"look-up\"", "damaged")]
    [InlineData("\"1\": \"", "\"0\": \"", "damaged")]
    [InlineData("\"1\": \"", "\"one\": \"", "damaged")]
    [InlineData("\"1\": \"", "\"1\": \"AAAA", "damaged")]
    [InlineData("\"1\": \"", "\"1\": \"?", "damaged")]
    public void A_changed_ring_is_refused_without_a_word_of_its_keys(string before, string after, string expected)
    {
        KeyRingFile.LoadOrCreate(_directory, _random);
        string content = File.ReadAllText(FilePath);
        Write(content.Replace(before, after, StringComparison.Ordinal));

        KeyRingException refusal = Assert.Throws<KeyRingException>(() => KeyRingFile.LoadOrCreate(_directory, _random));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.All(
            content.Split('"').Where(part => part.Length == 44),
            key => Assert.DoesNotContain(key[..8], refusal.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused()
    {
        string file = Path.GetDirectoryName(_directory) + "/file";
        File.WriteAllText(file, "");

        Assert.Throws<KeyRingException>(() => KeyRingFile.LoadOrCreate(Path.Combine(file, "keys"), _random));
    }

    [Fact]
    public void A_new_sealing_key_seals_from_now_on_and_the_old_one_still_opens()
    {
        KeyRing before = KeyRingFile.LoadOrCreate(_directory, _random);
        KeyRing after = KeyRingFile.AddSealingKey(_directory, _random);

        Assert.Equal(2, after.CurrentSealingVersion);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Equal(before.DeriveSealingKey(1, "x"), after.DeriveSealingKey(1, "x"));

        // A process that read the ring before opens what the others seal now, and soon seals so itself.
        Assert.Equal(after.DeriveSealingKey(2, "x"), before.DeriveSealingKey(2, "x"));
        Assert.Equal(2, before.CurrentSealingVersion);
        Assert.Null(before.DeriveSealingKey(3, "x"));
        Assert.Equal([FilePath], Directory.GetFiles(_directory));
    }

    [Fact]
    public void Old_sealing_keys_can_be_taken_out_and_the_newest_cannot()
    {
        KeyRingFile.LoadOrCreate(_directory, _random);
        KeyRingFile.AddSealingKey(_directory, _random);

        KeyRing after = KeyRingFile.RemoveSealingKeys(_directory, [1, 2], _random);

        Assert.Equal([2], after.SealingVersions);
        Assert.Null(after.DeriveSealingKey(1, "x"));
    }

    [Fact]
    public void Every_ring_has_a_fingerprint_of_its_own_that_is_no_key()
    {
        KeyRing one = SomeKeyRing.New();

        Assert.NotEqual(one.Fingerprint, SomeKeyRing.New().Fingerprint);
        Assert.Matches("^[0-9a-f]{32}$", one.Fingerprint);
    }

    [Fact]
    public void No_two_purposes_or_uses_share_a_key()
    {
        KeyRing ring = SomeKeyRing.New(sealingKeys: 2);
        IEnumerable<byte[]> keys = Enum.GetValues<KeyPurpose>()
            .SelectMany(purpose => new[] { ring.DeriveKey(purpose, "a"), ring.DeriveKey(purpose, "b") })
            .Concat([ring.DeriveSealingKey(1, "a")!, ring.DeriveSealingKey(1, "b")!, ring.DeriveSealingKey(2, "a")!]);

        Assert.Equal(11, keys.Select(Convert.ToHexString).Distinct().Count());
    }

    private void Write(string content)
    {
        Directory.CreateDirectory(_directory);
        File.WriteAllBytes(FilePath, Encoding.UTF8.GetBytes(content));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
