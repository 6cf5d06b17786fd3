using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Moderation.Server.Commands;

/// <summary>Runs <c>pg_dump</c> and <c>pg_restore</c> on the store that the settings name. The password goes through the environment and is seen by nobody.</summary>
internal static class PostgresTool
{
    private const string DebianTools = "/usr/lib/postgresql";

    /// <summary>Runs a tool to its end. Throws a sentence when it is missing or fails.</summary>
    public static async Task RunAsync(string tool, string connectionString, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder store = new(connectionString);
        ProcessStartInfo start = new(Find(tool), arguments) { RedirectStandardError = true };
        start.Environment["PGHOST"] = store.Host;
        start.Environment["PGPORT"] = store.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = store.Database;
        start.Environment["PGUSER"] = store.Username;
        start.Environment["PGPASSWORD"] = store.Password;
        start.Environment["PGSSLMODE"] = store.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            SslMode.Require => "require",
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Prefer => "prefer",
            _ => "prefer",
        };
        if (store.RootCertificate is { } root)
        {
            start.Environment["PGSSLROOTCERT"] = root;
        }

        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception problem)
        {
            throw new CommandFailedException($"{tool} is not on this machine. Install the client of PostgreSQL (postgresql-client), of the server's version or later.", problem);
        }

        using (process!)
        {
            string said = await process!.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new CommandFailedException($"{tool} failed: {said.Trim()}");
            }
        }
    }

    /// <summary>True when somebody made tables in this database. Throws a sentence when it cannot be asked.</summary>
    public static async Task<bool> HoldsTablesAsync(string connectionString, CancellationToken cancellationToken)
    {
        const string sql = "select exists (select from pg_tables where schemaname not in ('pg_catalog', 'information_schema'))";
        try
        {
            await using NpgsqlConnection connection = new(connectionString);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using NpgsqlCommand command = new(sql, connection);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
        }
        catch (NpgsqlException problem)
        {
            throw new CommandFailedException($"ConnectionStrings__Postgres: the database cannot be asked ({problem.Message.TrimEnd('.')}).", problem);
        }
    }

    /// <summary>The newest one where Debian keeps them, because the one on the path may be older than the server; else that on the path.</summary>
    private static string Find(string tool) =>
        (Directory.Exists(DebianTools) ? Directory.GetDirectories(DebianTools) : [])
            .Select(version => (Number: int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out int number) ? number : 0, Path: Path.Combine(version, "bin", tool)))
            .Where(found => File.Exists(found.Path)).OrderByDescending(found => found.Number).Select(found => found.Path).FirstOrDefault() ?? tool;
}
