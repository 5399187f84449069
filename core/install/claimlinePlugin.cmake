# claimline_add_plugin(NAME SOURCE...): the target NAME builds NAME.so, which claimline
# loads; `cmake --install` puts it into the plugin folder of the prefix.
function(claimline_add_plugin name)
  if("${CMAKE_MODULE_LINKER_FLAGS} ${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "nodlopen")
    message(FATAL_ERROR "A plugin linked with -z nodlopen cannot be loaded: take it out of the flags")
  endif()
  include(GNUInstallDirs)

  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE claimline::plugin)
  set_target_properties(${name} PROPERTIES
    PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  foreach(language C CXX)
    if(NOT DEFINED CMAKE_${language}_STANDARD)
      set_target_properties(${name} PROPERTIES
        ${language}_STANDARD 17 ${language}_STANDARD_REQUIRED ON)
    endif()
  endforeach()

  # The program lends nothing to a plugin: what is missing is an error here and not
  # when it is loaded. Sanitizers alone come from the program that loads it.
  if(NOT "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize")
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
  set(map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/claimline.map)
  target_link_options(${name} PRIVATE -Wl,--version-script=${map})
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${map})
  install(TARGETS ${name} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/claimline)
endfunction()
