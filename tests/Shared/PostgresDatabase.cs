using Npgsql;

namespace Moderation.TestSupport;

/// <summary>A database of its own on the server of the test run, empty or a copy of another; dropped at the end.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string server;

    private PostgresDatabase(string server, string name)
    {
        this.server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <param name="server">The connection string of the server's maintenance database.</param>
    /// <param name="template">A database to copy, to which nobody is connected; null for an empty one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<PostgresDatabase> CreateAsync(string server, string? template, CancellationToken cancellationToken)
    {
        string name = $"moderation_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await ExecuteAsync(server, template is null ? $"create database {name}" : $"create database {name} template {template}", cancellationToken);
        return new PostgresDatabase(server, name);
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync(server, $"drop database {Name} with (force)", CancellationToken.None);

    private static async Task ExecuteAsync(string server, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // The names are made here.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
