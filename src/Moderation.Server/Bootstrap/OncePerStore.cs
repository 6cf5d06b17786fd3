using Moderation.Storage;

namespace Moderation.Server.Bootstrap;

/// <summary>Makes what a store gets once. Of several processes that start together one makes it, and the others wait and find it made: also what is written outside the store has one writer.</summary>
internal sealed class OncePerStore(Database database)
{
    /// <summary>Runs <paramref name="make"/> unless <paramref name="isMade"/> says that there is nothing left to do.</summary>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> isMade, Func<CancellationToken, Task> make, CancellationToken cancellationToken)
    {
        // Reads first: a process whose database user may not write starts as long as there is nothing to make, and waits for nobody.
        if (await isMade(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        IAsyncDisposable held = await database.LockMigrationsAsync(cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            // Again: who held the lock before may have made it.
            if (!await isMade(cancellationToken).ConfigureAwait(false))
            {
                await make(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
