# Completion of claimline for fish. What may stand next, the program itself tells.

function __claimline_words
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete $words[2..] $current 2>/dev/null)
        set -l prefix (string replace -r '^:\w+ ' '' -- $line)
        set -l path (string sub -s (math (string length -- $prefix) + 1) -- $current)
        switch $line
            case ':files *'
                string replace -r '^' -- $prefix (__fish_complete_path $path)
            case ':folders *'
                string replace -r '^' -- $prefix (__fish_complete_directories $path)
            case '*'
                echo $line
        end
    end
end

complete -c claimline -f -a '(__claimline_words)'
