# What a Debian package wants otherwise than a prefix; CPack runs it over the files of
# each package before it packs them.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()

function(compress file)
  execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(GLOB_RECURSE pages ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/man*/*)
foreach(page IN LISTS pages)
  compress(${page})
endforeach()

set(program_docs ${CPACK_TEMPORARY_DIRECTORY}/program/usr/share/doc/claimline)
file(RENAME ${program_docs}/LICENSE ${program_docs}/copyright)
file(COPY_FILE ${CPACK_CLAIMLINE_CHANGELOG} ${program_docs}/changelog)
compress(${program_docs}/changelog)
# One source, one version: the other's documents are these.
file(CREATE_LINK claimline ${CPACK_TEMPORARY_DIRECTORY}/dev/usr/share/doc/claimline-dev SYMBOLIC)
