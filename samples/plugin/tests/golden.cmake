# Converts CASE/sessions.csv and compares with CASE/expected, byte for byte. When a change
# is meant, look at what became of it, then copy it over `expected`.
set(out ${CMAKE_CURRENT_BINARY_DIR}/${OUT})
execute_process(
  COMMAND ${PROGRAM} convert ${CASE}/sessions.csv --to ${PLUGIN}:${out}
    --plugin-dir ${PLUGIN_DIR} --date 2026-06-30 --quiet
  RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "claimline convert ended with ${status}")
endif()
execute_process(COMMAND diff -u ${CASE}/expected ${out} RESULT_VARIABLE different)
if(NOT different EQUAL 0)
  message(FATAL_ERROR "${out} is not ${CASE}/expected")
endif()
