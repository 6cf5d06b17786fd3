using Npgsql;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>A database of its own for one run.</summary>
internal sealed class PipelineStore : IAsyncDisposable
{
    /// <summary>The site of every reply.</summary>
    public const string Site = "bench";

    private readonly string server;

    private readonly string name;

    private PipelineStore(string server, string name)
    {
        this.server = server;
        this.name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<PipelineStore> CreateAsync(string server, CancellationToken cancellationToken)
    {
        string name = $"moderation_bench_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server);
        await using NpgsqlCommand create = source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync(cancellationToken);
        return new PipelineStore(server, name);
    }

    public async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server);
        await using NpgsqlCommand drop = source.CreateCommand($"drop database {name} with (force)");
        await drop.ExecuteNonQueryAsync();
    }
}
