namespace Moderation.Policies;

/// <summary>What can be used to reach or to harm the person it belongs to.</summary>
internal enum PersonalDataKind
{
    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A bank account number whose checksum is right.</summary>
    Iban,
}

/// <summary>Personal data in a text. What it is stays in the text: only its place is kept.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">First UTF-16 offset.</param>
/// <param name="End">Offset just after the last character.</param>
internal readonly record struct PersonalDataSpan(PersonalDataKind Kind, int Start, int End);
