namespace Moderation.Storage;

/// <summary>What is true of the installation as a whole, such as the fingerprint of its key ring. By name.</summary>
internal sealed class InstallationStore(Database database)
{
    private const string GetSql = """
        select value
        from installation
        where name = @name
        """;

    /// <summary>Null when nothing has this name.</summary>
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<string>(GetSql, new { name }, token), cancellationToken);

    private const string SetIfAbsentSql = """
        insert into installation (name, value)
        values (@name, @value)
        on conflict do nothing
        """;

    /// <summary>Sets a value that nobody set before. Returns the value that stands: this one, or the one that was there.</summary>
    public Task<string> SetIfAbsentAsync(string name, string value, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (unit, token) =>
            {
                await unit.ExecuteAsync(SetIfAbsentSql, new { name, value }, token).ConfigureAwait(false);
                return (await unit.QuerySingleOrDefaultAsync<string>(GetSql, new { name }, token).ConfigureAwait(false))!;
            },
            cancellationToken);
}
