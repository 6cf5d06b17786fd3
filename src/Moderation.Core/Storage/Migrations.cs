using System.Data.Common;
using EvolveDb;
using EvolveDb.Configuration;

namespace Moderation.Storage;

/// <summary>
/// Runs the numbered scripts of <c>Storage/Migrations</c>, which are embedded so that published output has them. Forward only: each runs once, in its own
/// transaction, and a script that was changed after it ran stops the start.
/// </summary>
internal static class Migrations
{
    /// <summary>Where the scripts that ran are remembered.</summary>
    public const string TableName = "schema_version";

    public static async Task RunAsync(SqlDialect dialect, CancellationToken cancellationToken)
    {
        DbConnection connection = await dialect.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            Evolve evolve = new(connection)
            {
                EmbeddedResourceAssemblies = [typeof(Migrations).Assembly],
                EmbeddedResourceFilters = [$"{typeof(Migrations).Namespace}.Migrations.{dialect.MigrationFolder}."],
                MetadataTableName = TableName,
                TransactionMode = TransactionKind.CommitEach,
                IsEraseDisabled = true,

                // A script over millions of rows may take its time.
                CommandTimeout = 0,

                // SqlDialect.LockMigrationsAsync is held already, on both engines.
                EnableClusterMode = false,
            };

            // Evolve has no asynchronous form; it runs at start, before anything else.
            await Task.Run(evolve.Migrate, cancellationToken).ConfigureAwait(false);
        }
    }
}
