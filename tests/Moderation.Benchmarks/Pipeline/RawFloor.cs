using System.Text.Json;
using System.Threading.Channels;
using Moderation.Messaging;
using Npgsql;
using NpgsqlTypes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>
/// The least that any worker must do: take messages with the raw client, parse them, COPY one row each, acknowledge by the hundred. It validates nothing, scores
/// nothing, seals nothing, writes no event and would lose its place if it were killed between COPY and acknowledgement.
/// </summary>
internal sealed class RawFloor(BrokerQueue queue, PipelineStore store)
{
    private const int Batch = 500;

    private const string TableSql = """
        drop table if exists floor_submission;
        create table floor_submission (
            id uuid primary key, site_id text not null, page text not null, author text not null, email text null, body text not null, body_hash uuid not null,
            submitted_at timestamptz not null, received_at timestamptz not null,
            s1 real null, s2 real null, s3 real null, s4 real null, s5 real null, s6 real null, s7 real null, s8 real null);
        create index on floor_submission (page, submitted_at);
        create index on floor_submission (received_at);
        create index on floor_submission (body_hash)
        """;

    private const string CopySql = "copy floor_submission (id, site_id, page, author, email, body, body_hash, submitted_at, received_at) from stdin (format binary)";

    /// <summary>The rate of the replies after the warm-up, and the processor time of each.</summary>
    public async Task<DrainResult> DrainAsync(PipelineOptions options, CancellationToken cancellationToken)
    {
        await store.ExecuteAsync(TableSql, cancellationToken);
        Channel<(ulong Tag, Row Row)> received = Channel.CreateBounded<(ulong, Row)>(2_000);
        await using IChannel channel = await queue.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, 2_000, global: false, cancellationToken);
        AsyncEventingBasicConsumer consumer = new(channel);
        consumer.ReceivedAsync += async (_, delivery) => await received.Writer.WriteAsync((delivery.DeliveryTag, Parse(delivery.Body.Span)), cancellationToken);
        await channel.BasicConsumeAsync(BrokerNames.SubmitReply, autoAck: false, consumer, cancellationToken);

        int messages = options.Messages;
        DrainClock clock = new(options, Environment.ProcessId, messages);
        int done = 0;
        List<Row> rows = new(Batch);
        while (done < messages)
        {
            rows.Clear();
            ulong last = 0;
            await received.Reader.WaitToReadAsync(cancellationToken);
            while (rows.Count < Batch && received.Reader.TryRead(out (ulong Tag, Row Row) entry))
            {
                rows.Add(entry.Row);
                last = entry.Tag;
            }

            await CopyAsync(rows, cancellationToken);
            await channel.BasicAckAsync(last, multiple: true, cancellationToken);
            done += rows.Count;
            clock.Reached(done);
        }

        return clock.Result;
    }

    private static Row Parse(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        JsonElement author = root.GetProperty("author");
        return new Row(
            root.GetProperty("id").GetGuid(), root.GetProperty("site").GetString()!, root.GetProperty("page").GetProperty("url").GetString()!,
            author.GetProperty("name").GetString()!, author.GetProperty("email").GetString(), root.GetProperty("body").GetString()!, root.GetProperty("submittedAt").GetDateTimeOffset());
    }

    private async Task CopyAsync(List<Row> rows, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await store.Source.OpenConnectionAsync(cancellationToken);
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync(CopySql, cancellationToken);
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        byte[] random = new byte[16];
        foreach (Row row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Site, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Page, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Author, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Email, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Body, NpgsqlDbType.Text, cancellationToken);
            Random.Shared.NextBytes(random);
            await copy.WriteAsync(new Guid(random), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.SubmittedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private sealed record Row(Guid Id, string Site, string Page, string Author, string? Email, string Body, DateTimeOffset SubmittedAt);
}
