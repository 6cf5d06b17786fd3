using Moderation.Contracts;
using Moderation.Intake;
using Moderation.Server.Bootstrap;
using Moderation.Server.Settings;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.Demo;

/// <summary>Puts a first conversation under the demo article, once for a store, through the same door and the same policy as everybody's.</summary>
internal sealed class DemoSeed(
    ServerSettings settings, DemoAddress demo, ReplyPreparer preparer, ReplyIntake intake, InstallationStore installation, FirstStart firstStart,
    IHostApplicationLifetime lifetime, TimeProvider clock) : BackgroundService
{
    private const string Marker = "demo_seed";

    private static readonly (string Id, string? Parent, string Name, string Body, int HoursAgo)[] Conversation =
    [
        ("demo-1", null, "Oda Bergli", "I was on the trial crossing in April with my mother, who is eighty-one and had not seen the quay lit up since she was a girl. She talked about it for a week. Whatever it costs, thank you.", 20),
        ("demo-2", "demo-1", "Tomasz Wilk", "My father says the same. Does anyone know if the ramp will be fixed for wheelchairs before the winter?", 18),
        ("demo-3", "demo-2", "Precious A.", "They told us at the hospital that a second handrail comes in November. At low water it is still steep, so ask the crew, they help.", 17),
        ("demo-4", null, "Gethin Parry", "180,000 a year is not nothing. I like the boat and I will use it, but I would have liked to see the school roof done first. Both can be true.", 11),
        ("demo-5", "demo-4", "Anneke de Wit", "Fair. The council papers put the roof in next year's budget, page 14, so at least it is not forgotten.", 9),
        ("demo-6", null, "Yusuf Demir", "Small correction: the old timetable ended at 18:40 only from October. In summer there was a 20:00 until 2022.", 4),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        if (firstStart.Made is null || await installation.GetAsync(Marker, stoppingToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        foreach ((string id, string? parent, string name, string body, int hoursAgo) in Conversation)
        {
            DateTimeOffset now = clock.UtcNowMicros();
            ReadReply read = ReadMessage.Single(new SubmitReply
            {
                Id = IdOf(id),
                Page = new PageReference { Url = demo.Page.Value, Title = DemoArticle.Title },
                ParentId = parent is null ? null : IdOf(parent),
                Author = new AuthorDetails { Name = name },
                Body = body,
                SubmittedAt = now.AddHours(-hoursAgo),
            }).Replies[0];
            Validation checkedReply = ReplyValidator.Validate(read, new ReplyContext { ReceivedAt = now, RouteSite = settings.BootstrapSite });
            PreparedReply prepared = preparer.Prepare(checkedReply.Reply!, SubmissionSource.Http, isTest: false, isVouchedFor: true, network: null);
            await intake.AcceptAsync(prepared, stoppingToken).ConfigureAwait(false);
        }

        await installation.SetIfAbsentAsync(Marker, "done", stoppingToken).ConfigureAwait(false);
    }

    private string IdOf(string name) => SubmissionIds.FromText(settings.BootstrapSite, name).Value.ToString("D");
}
