namespace Moderation.Submissions;

/// <summary>By which door a submission came in.</summary>
internal enum SubmissionSource
{
    /// <summary>JSON over HTTP, or a program that speaks another product's protocol.</summary>
    Http,

    /// <summary>A plain HTML form.</summary>
    Form,

    /// <summary>The broker's queue.</summary>
    Queue,
}
