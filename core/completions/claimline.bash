# shellcheck shell=bash
# Completion of claimline for bash. What may stand next, the program itself tells.

_claimline() {
    local rest=${COMP_LINE:0:COMP_POINT} words=() word i
    # bash cuts words at ':' and '=' too; they are one where no blank stands between.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        if [ "$i" = 0 ] || [[ $rest == [[:blank:]]* ]]; then
            words+=("")
            rest=${rest#"${rest%%[![:blank:]]*}"}
        fi
        word=${COMP_WORDS[i]}
        [ "$i" = "$COMP_CWORD" ] && word=$rest
        words[-1]+=$word
        rest=${rest:${#word}}
    done

    # What stands before the part that readline replaces. In quotes it replaces all.
    local typed=${words[-1]} before=""
    if [[ $typed != [\'\"]* && $COMP_WORDBREAKS == *:* && $COMP_WORDBREAKS == *=* ]]; then
        before=${typed%"${typed##*[:=]}"}
    fi
    words=("${words[@]//[\'\"]/}")

    local prefix file
    COMPREPLY=()
    while IFS=$'\t' read -r word _; do
        case $word in
        ":files "* | ":folders "*)
            prefix=${word#* }
            [[ $word == ":files "* ]] && i=-f || i=-d
            while read -r file; do
                COMPREPLY+=("$prefix$file")
            done < <(compgen "$i" -- "${words[-1]#"$prefix"}")
            compopt -o filenames 2>/dev/null
            ;;
        ?*) COMPREPLY+=("$word") ;;
        esac
    done < <("${words[0]/#\~/$HOME}" __complete "${words[@]:1}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace 2>/dev/null
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
}

complete -F _claimline claimline
