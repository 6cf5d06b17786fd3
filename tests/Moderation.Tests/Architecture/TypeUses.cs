using System.Reflection;
using System.Reflection.Emit;

namespace Moderation.Tests.Architecture;

/// <summary>Finds what a compiled type uses: in its base types, members, signatures, locals and the bodies of its methods.</summary>
internal static class TypeUses
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Every type that <paramref name="type"/> uses, generic arguments taken apart.</summary>
    public static IReadOnlySet<Type> Of(Type type)
    {
        var uses = new HashSet<Type>();
        Add(uses, type.BaseType);
        foreach (Type implemented in type.GetInterfaces())
        {
            Add(uses, implemented);
        }

        foreach (FieldInfo field in type.GetFields(Declared))
        {
            Add(uses, field.FieldType);
        }

        foreach (MethodBase method in MethodsOf(type))
        {
            foreach (ParameterInfo parameter in method.GetParameters())
            {
                Add(uses, parameter.ParameterType);
            }

            Add(uses, (method as MethodInfo)?.ReturnType);
            foreach (LocalVariableInfo local in method.GetMethodBody()?.LocalVariables ?? [])
            {
                Add(uses, local.LocalType);
            }

            foreach (MemberInfo member in MembersUsedBy(method))
            {
                Add(uses, member as Type ?? member.DeclaringType);
                Add(uses, (member as FieldInfo)?.FieldType);
                foreach (Type argument in (member as MethodInfo)?.GetGenericArguments() ?? [])
                {
                    Add(uses, argument);
                }
            }
        }

        return uses;
    }

    /// <summary>The methods and constructors that a type declares itself.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));

    /// <summary>The members that stand in the body of a method: what it calls, reads, makes or names.</summary>
    public static IEnumerable<MemberInfo> MembersUsedBy(MethodBase method)
    {
        byte[] body = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[] typeArguments = method.DeclaringType!.GetGenericArguments();
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        int position = 0;
        while (position < body.Length)
        {
            short value = body[position++];
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | body[position++]));
            }

            OpCode code = OpCodesByValue[value];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(body, position), typeArguments, methodArguments)!;
            }

            position += OperandLength(code, body, position);
        }
    }

    private static int OperandLength(OpCode code, byte[] body, int position) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, position)),
        _ => 4,
    };

    private static void Add(HashSet<Type> uses, Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(uses, type.GetElementType());
            return;
        }

        if (!type.IsGenericType)
        {
            uses.Add(type);
        }
        else if (uses.Add(type.GetGenericTypeDefinition()) || !type.IsGenericTypeDefinition)
        {
            foreach (Type argument in type.GetGenericArguments())
            {
                Add(uses, argument);
            }
        }
    }
}
