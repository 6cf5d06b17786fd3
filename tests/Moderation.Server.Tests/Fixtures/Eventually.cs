using System.Diagnostics;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>Waits for a condition, with a deadline that names it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The first value that satisfies the condition. Fails when there is none before the deadline.</summary>
    public static async Task<T> GetAsync<T>(string condition, Func<Task<T>> look, Func<T, bool> isTrue, int deadlineSeconds = 60)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            T seen = await look();
            if (isTrue(seen))
            {
                return seen;
            }

            if (watch.Elapsed > TimeSpan.FromSeconds(deadlineSeconds))
            {
                Assert.Fail($"Not within {deadlineSeconds} s: {condition}. Last seen: {seen}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(string condition, Func<Task<bool>> look, int deadlineSeconds = 60) => GetAsync(condition, look, static seen => seen, deadlineSeconds);
}
