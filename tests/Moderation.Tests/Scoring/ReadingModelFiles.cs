using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using Moderation.Scoring;

namespace Moderation.Tests.Scoring;

public sealed class ReadingModelFiles
{
    private const int HeaderBytes = 56;
    private const int EntryBytes = 24;

    private static readonly byte[] Good = SmallModel.Result.Artefact.ToArray();

    [Fact]
    public void A_good_file_is_named_by_its_hash_and_keeps_its_card()
    {
        var model = Model.Load(Good);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Good)), model.Sha256);
        Assert.Equal("small", model.Card.Name);
        Assert.Equal(SmallModel.Model.Card.ToJson(), model.Card.ToJson());
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused() =>
        Gen.Int[0, Good.Length - 1].Sample(length => Refused(Good[..length]), iter: 200);

    [Fact]
    public void A_file_with_one_bit_flipped_anywhere_is_refused() => Gen.Int[0, (Good.Length * 8) - 1].Sample(
        bit =>
        {
            var bytes = (byte[])Good.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(bytes);
        },
        iter: 100);

    [Fact]
    public void A_file_with_one_bit_flipped_in_its_header_is_refused()
    {
        for (var bit = 0; bit < (HeaderBytes + (4 * EntryBytes)) * 8; bit += 3)
        {
            var bytes = (byte[])Good.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(bytes);
        }
    }

    [Theory]
    [InlineData(0, 8, long.MaxValue)]
    [InlineData(0, 8, -1)]
    [InlineData(1, 16, long.MaxValue)]
    [InlineData(2, 16, 1)]
    [InlineData(3, 16, int.MinValue)]
    [InlineData(3, 0, 0)]
    public void A_hostile_section_table_with_a_right_checksum_is_refused(int section, int field, long value)
    {
        var bytes = (byte[])Good.Clone();
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HeaderBytes + (section * EntryBytes) + field), value);
        Refused(Sign(bytes));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_none_is_refused(double value)
    {
        var bytes = (byte[])Good.Clone();
        var heads = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HeaderBytes + EntryBytes + 8));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(heads + 4), value);
        Refused(Sign(bytes));
    }

    [Fact]
    public void A_calibration_that_falls_is_refused()
    {
        var bytes = (byte[])Good.Clone();
        var heads = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HeaderBytes + EntryBytes + 8));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(heads + 4 + 16 + 8), 1e6);
        Refused(Sign(bytes));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_card_that_is_no_card_is_refused(string json)
    {
        var bytes = (byte[])Good.Clone();
        var card = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HeaderBytes + 8));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HeaderBytes + 16));
        bytes.AsSpan(card, length).Fill((byte)' ');
        System.Text.Encoding.UTF8.GetBytes(json, bytes.AsSpan(card));
        Refused(Sign(bytes));
    }

    private static byte[] Sign(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(HeaderBytes), bytes.AsSpan(24, 32));
        return bytes;
    }

    private static void Refused(byte[] bytes)
    {
        var exception = Assert.Throws<ModelFormatException>(() => Model.Load(bytes));
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
    }
}
