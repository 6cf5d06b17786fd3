namespace Moderation.Server.Tests.Messaging;

/// <summary>Waits for something to become true, with a deadline that names it.</summary>
internal static class Soon
{
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, int seconds = 60) =>
        await FoundAsync(what, async () => await condition() ? "" : null, seconds);

    public static async Task<T> FoundAsync<T>(string what, Func<Task<T?>> look, int seconds = 60)
        where T : class
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        using PeriodicTimer again = new(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            try
            {
                await again.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"Not within {seconds} s: {what}.");
            }
        }
    }
}
